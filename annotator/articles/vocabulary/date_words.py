"""The words, times and zones that go with a date on a page, in many languages."""

from __future__ import annotations

import re

__all__ = ["DATE_WORD"]

_UPDATED = (
    r"(?:last\s+)?(?:updated|modified|revised|edited|aktualisiert|actualizado|mis à jour|"
    r"modificat[oa](?:\sil)?|modifica\sil|aggiornat[oa](?:\sil)?|atualizado|zaktualizowano|"
    r"aktualizace|aktualizováno|обновлено|bijgewerkt|laatste update|"
    r"(?:senast )?uppdaterad|(?:son )?güncelleme)"
)
DATE_WORD = re.compile(
    r"(?:first\s+)?(?:published|posted|publié|publicado|veröffentlicht|created|issued|date|filed)"
    rf"|{_UPDATED}|\b(?:on|at|of|the|um|am|uhr|le|el|den|vom|à|as|and|local|time|stand)\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b"
    r"|\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b"
    r"|\b(?:(?:یک|دو|سه|چهار|پنج)[\s\u200c]?)?شنبه\b|\bجمعه\b|(?:\bتاریخ\s)?\bانتشار\b|\bساعت\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
    r"|\b\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?"
    r"|(?:午前|午後|上午|下午|오전|오후)?\s?\d{1,2}\s?[時时点點시](?:\s?\d{1,2}\s?[分분])?"
    r"|(?:公開|更新|配信|掲載|发布|發布|刊登|입력|수정|등록|승인|게재)(?:日時|日|时间|時間)?"
    r"|\b(?:[ecmp][sd]?t|gmt|utc|bst|ist|cest?|cet|akst|akdt|aest|aedt|jst|hkt|sgt)\b"
    r"(?:\s*[+-]\d{1,2}(?::?\d\d)?)?|\b(?:eastern|central|mountain|pacific)\b"
    r"|\b\d+\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\s+ago\b|\byesterday\b|\btoday\b",
    re.IGNORECASE,
)
