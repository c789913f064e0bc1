"""Routes of the pages of this name."""

from fastapi import APIRouter

__all__ = ["router"]

router = APIRouter()
