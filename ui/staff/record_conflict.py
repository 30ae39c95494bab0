"""Two editors of one record: what the other saved first is laid beside the form, and nothing of hers is lost."""

from data.queries import consultations as reading
from ui.staff import faults
from ui.staff.entry import Entry
from ui.staff.record_content import as_form
from ui.staff.state import Form


def compare(form: Form, entry: Entry) -> None:
    """Fetches what somebody else has saved meanwhile, to be laid beside the form."""
    with faults.calmly(), entry.database.read() as session:
        form.theirs = (reading.one(session, int(form.subject)), reading.versions(session, int(form.subject)))


def merge(form: Form) -> None:
    """Goes on with both: where she changed nothing, the other's content; where she did, hers."""
    record, _ = form.theirs
    mine = {name: value for name, value in form.values.items() if value != form.base.get(name)}
    slot, drafted = form.slot, form.drafted
    form.fresh(as_form(record.values), record.version)
    form.values |= mine
    form.slot, form.drafted = slot, drafted


def take_theirs(form: Form) -> None:
    """Lets her own changes go and shows what was saved; her draft stays until she lets it go."""
    record, _ = form.theirs
    form.fresh(as_form(record.values), record.version)
