"""The one-screen summary of a run on the terminal."""

from __future__ import annotations

import math

from planner.plan import TierResult, relative_gap
from planner.reports.decisions import site_decisions
from planner.reports.words import gap_percent, status_of
from planner.result import Result
from planner.texts import Lang, Text, text


def summary_lines(result: Result, lang: Lang) -> list[str]:
    """Return what a planner wants to know first, one sentence a line."""
    scenario, county = result.scenario, result.county
    title = scenario.title.zh if lang == "zh" else scenario.title.en
    lines = [f"{county.name[lang]} · {title or scenario.name}"]
    if county.provenance != "measured":
        lines.append(text(f"screen.{county.provenance}").say(lang))
    lines.append(_proof(result, lang))
    lines += [_tier(tier).say(lang) for tier in result.outcome.tiers]
    counts: dict[str, int] = {}
    for decision in site_decisions(result).values():
        counts[decision] = counts.get(decision, 0) + 1
    said = [f"{text(f'decision.{d}').say(lang)} {n}" for d, n in sorted(counts.items())]
    lines.append(text("screen.decisions", counts=", ".join(said)).say(lang))
    lines.append(
        text(
            "screen.money",
            running=f"{result.accounts.running_yuan:,.0f}",
            running_before=f"{result.baseline_accounts.running_yuan:,.0f}",
            capital=f"{result.accounts.county_capital_yuan:,.0f}",
            household=f"{result.accounts.household_yuan:,.0f}",
            household_before=f"{result.baseline_accounts.household_yuan:,.0f}",
        ).say(lang)
    )
    unserved = sum(row.pupils for row in result.plan.unserved)
    if unserved:
        lines.append(text("screen.unserved", pupils=unserved).say(lang))
    if result.audit_findings:
        lines.append(text("screen.audit_failed", n=len(result.audit_findings)).say(lang))
        lines += [f"  {f.say(lang)}" for f in result.audit_findings[:10]]
    else:
        lines.append(text("screen.audit_passed").say(lang))
    if result.staffing is not None:
        from planner.reports.staff_screen import staff_lines

        lines += staff_lines(result.staffing, lang)
    if result.resources is not None:
        from planner.reports.resources_section import resource_lines

        lines += resource_lines(result.resources, lang)
    warnings = sum(f.severity == "warning" for f in result.findings)
    if warnings:
        lines.append(text("screen.warnings", n=warnings).say(lang))
    return lines


def _proof(result: Result, lang: Lang) -> str:
    return text("screen.status", status=status_of(result)).say(lang)


def _tier(tier: TierResult) -> Text:
    name, value = text(f"tier.{tier.name}"), f"{tier.value:,.0f}"
    if math.isfinite(tier.best_bound):
        # Minus nought, as solvers report it, is nought.
        bound = f"{round(tier.best_bound) + 0:,}"
        said = text("screen.tier", name=name, value=value, bound=bound)
    else:
        said = text("screen.tier_unbounded", name=name, value=value)
    best = tier.value if tier.reached is None else tier.reached
    reached = f"{round(best) + 0:,}"
    # The proof is of what was reached; without this line the final value seems to refute it.
    if tier.value <= best or reached == f"{round(tier.value) + 0:,}":
        return said
    given = relative_gap(tier.value, best)
    share = gap_percent(given) if given < 1 else f"{tier.value - best:,.0f}"
    return text("screen.gave_way", said=said, reached=reached, share=share)
