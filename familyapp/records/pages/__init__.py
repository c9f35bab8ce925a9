"""The records' doors to the street."""

from starlette.routing import Route

from familyapp.records.pages import printing

routes: list[Route] = [*printing.routes]
