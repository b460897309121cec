"""What one app's transition causes or forbids in another. `perform` runs these in its transaction, in this order.

CONSEQUENCES: action → functions (subject, event). BLOCKERS: action → functions (attempt) that yield sentences.
ALSO_MOVED: prefix of actions → functions (subject) that give the ids of dossiers to lock, because consequences write to
them.
JOBS: what the ticker runs again and again, by name, in this order. DEMO: the lives that the practice data tell. SEEDS:
what an app above the `seed` command enters with it.
"""

from documents.ticker import Job

INTAKE_STEPS = ("verify", "refuse", "assess", "open", "monitor", "send_back", "start_service")
MOVES_THE_FLOW = ("register", *INTAKE_STEPS, "take_back", "reassess", "terminate")

PAIRING_STEPS = ("consent", "decline", "approve", "send_back", "activate", "withdraw")
BATCH_STEPS = ("review", "approve", "request_funds", "send")
MOVES_A_BATCH = ("finish_town_review", *BATCH_STEPS, "send_back", "cancel")
PROTECTS = ("cases.incidents.protection.keep_away", "cases.children.consequences.suspend_care")

CONSEQUENCES: dict[str, list[str]] = {f"case.{name}": ["cases.children.flows.follow"] for name in MOVES_THE_FLOW} | {
    **{f"pairing.{name}": ["volunteers.flows.follow"] for name in ("propose", *PAIRING_STEPS)},
    **{f"batch.{name}": ["finance.flows.follow"] for name in MOVES_A_BATCH},
    "contact.review": ["volunteers.telling.thanks"],
    "flag.ask": ["volunteers.telling.question"],
    "flag.settle": ["volunteers.telling.answered"],
    "aid.question": ["volunteers.telling.doubted"],
    "volunteer.suspend": ["volunteers.consequences.suspend_pairings"],
    "volunteer.record_vetting": ["volunteers.consequences.after_vetting"],
    "visit.void": ["cases.visit_follow_ups.take_back_due_dates"],
    "townroll.sign": ["finance.consequences.all_towns_have_signed"],
    "townlist.draw_up": ["cases.stipends.consequences.take_children"],
    "townlist.certify_town": ["cases.stipends.consequences.certified_by_town"],
    "townlist.certify_county": ["cases.stipends.consequences.certified_by_county"],
    "townlist.send_back": ["cases.stipends.consequences.sent_back"],
    "round.publish": ["cases.stipends.consequences.children_published"],
    "round.cancel": ["cases.stipends.consequences.round_cancelled"],
    "round.confirm": ["cases.stipends.consequences.children_enrolled"],
    "stipend.show_certificate": ["finance.consequences.months_changed"],
    "stipend.suspend": ["finance.consequences.months_changed"],
    "stipend.resume": ["finance.consequences.months_changed"],
    "stipend.remove": ["cases.stipends.consequences.end_award", "finance.consequences.months_changed"],
    "rate.approve": ["finance.consequences.rate_changed"],
    "stipend.ask_supplement": ["cases.applications.keep_notice_paper"],
    "stipend.refuse": ["cases.clocks.wait_no_more"],
    "stipend.withdraw": ["cases.clocks.wait_no_more"],
    "objection.register": ["cases.clocks.stop_for_objection"],
    "objection.uphold": ["cases.stipends.consequences.objection_upheld", "cases.clocks.go_on_after_objection"],
    "objection.dismiss": ["cases.clocks.go_on_after_objection"],
    "case.close": ["cases.stipends.consequences.child_left_the_program"],
    "case.terminate": ["cases.children.flows.follow", "cases.stipends.consequences.child_left_the_program"],
    "incident.report": [
        *PROTECTS,
        "volunteers.consequences.suspend_named",
        "cases.incidents.telling.tell_of_report",
    ],
    "incident.add_words": ["cases.incidents.telling.tell_of_addition"],
    "incident.propose_closing": ["cases.incidents.telling.tell_of_closing"],
    "incident.name_person": [*PROTECTS, "volunteers.consequences.suspend_named"],
    "incident.identify": [*PROTECTS, "volunteers.consequences.suspend_named"],
    "incident.clear_person": ["cases.incidents.protection.let_back"],
}
BLOCKERS: dict[str, list[str]] = {f"case.{name}": ["cases.flows.claimed_by_someone_else"] for name in INTAKE_STEPS} | {
    **{f"pairing.{name}": ["cases.flows.claimed_by_someone_else"] for name in PAIRING_STEPS},
    **{f"batch.{name}": ["cases.flows.claimed_by_someone_else"] for name in BATCH_STEPS},
    "case.take_back": ["cases.flows.next_person_has_claimed"],
    "case.close": ["volunteers.consequences.pairing_is_live", "cases.incidents.blockers.danger_is_open"],
    "case.terminate": ["volunteers.consequences.pairing_is_live", "cases.incidents.blockers.danger_is_open"],
}
ALSO_MOVED: dict[str, list[str]] = {"incident": ["volunteers.consequences.dossiers_of_named"]}

JOBS: dict[str, Job] = {
    "seal": Job("documents.sealing.seal_events", every=3),
    "flow timers": Job("viewflow.workflow.timers.fire_due_timers", every=60),
    "flow starts": Job("viewflow.workflow.timers.fire_due_start_timers", every=300),
    "flow conditions": Job("viewflow.workflow.timers.fire_due_conditions", every=300),
    "sweep papers": Job("documents.tasks.sweep_papers", every=60, when_idle="papers"),
    "sweep print jobs": Job("documents.printing.sweep_jobs", every=60, when_idle="long"),
    "wipe print jobs": Job("documents.printing.wipe_expired", every=600),
    "alarms of reports": Job("cases.incidents.telling.tell_alarms", every=60),
    "resume imports": Job("cases.children.tasks.resume_imports", every=60),
    "verify money": Job("finance.verifying.nightly.verify_nightly", daily_at=2),
    "remind": Job("documents.reminders.run.remind_all", daily_at=7),
    "send messages": Job("documents.reminders.tasks.sweep_deliveries", every=60),
    "follow the calendar": Job("programs.recounting.follow_rules_and_calendar", daily_at=4),
    "seal forgotten": Job("documents.sealing.seal_forgotten_events", every=3600),
    "stale tasks": Job("documents.queues.put_back_stale_tasks", every=3600),
    "finished tasks": Job("documents.queues.forget_finished_tasks", daily_at=3),
    "overdue bank answers": Job("finance.bank.overdue.mark_unknown", daily_at=1),
    "monthly digest": Job("volunteers.digest.send_digests", daily_at=8),
    "deemed acceptance": Job("cases.deemed.accept_overdue", daily_at=1),
    "lapsed vetting": Job("volunteers.consequences.suspend_lapsed", daily_at=0),
    "expire drafts": Job("documents.drafts.expiry.expire_drafts", daily_at=3),
    "old sessions": Job("organisation.accounts.forget_old_sessions", daily_at=3),
}

# What makes the demo: functions (teams, today) that give the lives of its people. `manage.py loaddemo` runs them.
DEMO = ["cases.children.demo.loading.lives", "volunteers.demo.lives.lives"]

# What `manage.py seed` enters for the apps that its own app does not know: functions without arguments.
SEEDS = ["finance.seeding.load_adapters"]
