"""What can be found, and the table of its pairs, which each engine keeps in its own way."""

from django.db import migrations, models

_SQLITE = "CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize='ascii')"
_POSTGRESQL = (
    "CREATE TABLE search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX search_words_words ON search_words USING gin (words)",
)


def make_words(apps, schema_editor):
    """The table of pairs."""
    engine = schema_editor.connection.vendor
    for statement in _POSTGRESQL if engine == "postgresql" else (_SQLITE,):
        schema_editor.execute(statement, params=None)


def drop_words(apps, schema_editor):
    """The way back."""
    schema_editor.execute("DROP TABLE search_words", params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Found",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=32)),
                ("subject", models.BigIntegerField()),
                ("organisation", models.BigIntegerField(null=True)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "subject"), name="found_once")],
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
