"""What a file brings in counts at once, and counts no more once it was taken back; on the columns of the months."""

from data.queries import columns
from data.queries.filters import Filters
from tests.data.columns_truth import counted
from tests.data.importing.making import HEAD, ROW, book


def test_a_batch_counts_from_its_commit_until_its_undo(database, bring, take_back):
    def look() -> int:
        with database.read() as session:
            for by in (("month",), ("channel", "issue")):
                found = columns.read(session, 1).count(Filters(), by)
                assert (dict(found.cells), found.total, found.answered) == counted(session, Filters(), by)
        return found.total

    assert look() == 0
    batch = bring(book(記録=[HEAD, ROW]), "相談.xlsx")
    assert look() == 1
    assert take_back(batch) == 1
    assert look() == 0
