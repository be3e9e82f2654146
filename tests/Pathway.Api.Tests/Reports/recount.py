#!/usr/bin/env python3
"""A second count of outcomes by strategy as treated, from an exported log alone: written from docs/reports.md and docs/reporting.md, sharing no code
with Pathway.

recount.py FILE      FILE is what "pathway export" writes. Prints strategy, outcome, reason and patients, a tab between them; the reason of those who
                     dropped out alone. The cut-off is the end of the log.
"""
import collections
import json
import sys

# What stage 1 a way begins with. A two-stage hepatectomy leaves open how portal branches are closed.
BY_NAME = ["alpps", "portalVeinEmbolization", "portalVeinLigation", "liverVenousDeprivation"]
BEGINS_WITH = {name: {name} for name in BY_NAME} | {"twoStageHepatectomy": set(BY_NAME) - {"alpps"}}


def put_right(stream):
    """What holds: the last correction of an entry, unless that was itself corrected, which withdraws it; and each fact once, by date and then entry."""
    correction_of, withdrawn = {}, set()
    is_correction = {e["id"] for e in stream if e["type"] == "event_corrected"}
    for event in reversed(stream):
        if event["type"] == "event_corrected" and event["id"] not in withdrawn:
            corrected = event["data"]["eventId"]
            if corrected in is_correction:
                withdrawn.add(corrected)
            else:
                correction_of.setdefault(corrected, event)

    facts = []
    for event in stream:
        if event["type"] == "event_corrected":
            continue
        data = event["data"]
        if event["id"] in correction_of:
            data = correction_of[event["id"]]["data"].get("replacement")
        if data is not None:
            facts.append((data["occurredOn"], event["version"], event["type"], data))

    seen = set()
    for date, _, kind, data in sorted(facts, key=lambda fact: fact[:2]):
        beside = {"type", "note", "assessment"} if kind != "note_recorded" else {"type"}
        said = kind, json.dumps({name: value for name, value in data.items() if name not in beside and value is not None}, sort_keys=True)
        if said not in seen:
            seen.add(said)
            yield date, kind, data


def count(stream):
    """Strategy, outcome and reason of one pathway; None where it does not count."""
    stage1 = stage2 = died = dropped = closed = None
    chosen = []
    for date, kind, data in put_right(stream):
        if kind == "strategy_decided":
            chosen.append((date, data["strategy"]))
        elif kind == "stage1_performed":
            stage1 = stage1 or (date, data["technique"])
        elif kind == "stage2_performed":
            stage2 = stage2 or date
        elif kind == "death_recorded":
            died = died or date
        elif kind == "dropped_out":
            dropped = dropped or (date, data["reason"])
        elif kind == "pathway_closed":
            closed = date, data["reason"]
        elif kind == "pathway_resumed":
            dropped = closed = None

    if stage1 is None or (closed and closed[1] == "enteredInError"):
        return None
    began, technique = stage1
    before = [strategy for date, strategy in chosen if date <= began]
    strategy = before[-1] if before and technique in BEGINS_WITH.get(before[-1], ()) else technique

    # A closing takes nothing back of a drop-out. Of two on one day, the first of these.
    ends = [(stage2, "stage2", ""), (died, "died", "")]
    if dropped:
        date, reason = dropped
        ends.append((date, reason, "") if reason == "lostToFollowUp" else (date, "droppedOut", reason))
    elif closed:
        ends.append((closed[0], "closed", ""))
    ends = [end for end in ends if end[0]]
    ended, outcome, reason = min(ends, key=lambda end: end[0]) if ends else (None, "open", "")
    return None if ended and ended < began else (strategy, outcome, reason)


def main():
    streams = collections.defaultdict(list)
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if "streamId" in entry:
                streams[entry["streamId"]].append(entry)
    counted = collections.Counter(filter(None, map(count, streams.values())))
    for row in sorted(counted):
        print(*row, counted[row], sep="\t")


if __name__ == "__main__":
    main()
