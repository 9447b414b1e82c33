"""The connection Django makes to a PostgreSQL server."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose statements are planned once, also where a plan of their own would seem a little cheaper.

    Left to itself the server plans what lists organisations anew each time: a third of what pages cost it.
    """

    def init_connection_state(self):
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")

    def is_usable(self):
        """Whether the server is still there, asked of it only if it has said something between two requests.

        A server that ends a connection says so, and the system does where it cannot; what is silent is in order. Django would ask
        with a statement before each request.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.pgconn.socket, select.POLLIN)
        return super().is_usable() if waiting.poll(0) else True
