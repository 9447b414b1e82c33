"""Addresses of the room."""

from django.urls import path

from kechuang.web.plans import views, views_findings, views_review

app_name = "plans"
urlpatterns = [
    path("", views.plans, name="list"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/adjust/", views.adjust, name="adjust"),
    path("versions/<int:pk>/", views_review.version, name="version"),
    path("versions/<int:pk>/progress/", views_review.progress, name="progress"),
    path("versions/<int:pk>/accept/", views_review.accept, name="accept"),
    path("versions/<int:pk>/add/", views_review.add, name="add"),
    path("versions/<int:pk>/adopt/", views.adopt, name="adopt"),
    path("versions/<int:pk>/discard/", views.discard, name="discard"),
    path("versions/<int:pk>/findings/", views_findings.findings, name="findings"),
    path("versions/<int:pk>/findings/again/", views_findings.audit_again, name="audit-again"),
    path("versions/<int:pk>/findings/<slug:form>/", views_findings.file, name="findings-file"),
    path("findings/<int:pk>/label/", views_findings.label, name="label"),
    path("versions/<int:pk>/again/", views.read_again, name="again"),
    path("versions/<int:pk>/difference/", views.difference, name="difference"),
    path("items/<int:pk>/reject/", views_review.reject, name="reject"),
    path("items/<int:pk>/correct/", views_review.correct, name="correct"),
    path("items/<int:pk>/put-back/", views_review.put_back, name="put-back"),
    path("items/<int:pk>/", views_review.item, name="item"),
]
