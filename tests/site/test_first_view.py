import pytest

from anbao.errors import DataError
from anbao.site.first_view import read_first_view
from anbao.site.site import Site

ID = "https://w3id.org/anbao/id/"


def test_first_view_puts_the_special_above_the_general(site: Site) -> None:
    """A norm that is inferred or claimed to be special stands above the norms that it is special to."""
    view = read_first_view(site.network, site.answers.law)
    heights = view.heights()
    home = {norm.iri: box.provision.iri for box in view.boxes for norm in box.norms}
    between = [
        edge for edge in view.lines if edge.source in home and home[edge.source] != home.get(edge.target)
    ]
    assert between
    for edge in between:
        assert heights[edge.source] < heights[edge.target], edge


def test_first_view_names_only_what_there_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provision in first-view.yaml that is not in the graph is an error that names it."""
    monkeypatch.setattr("anbao.site.first_view._chosen", lambda: (ID + "cn-nowhere-art-1",))
    with pytest.raises(DataError, match="cn-nowhere-art-1"):
        read_first_view(site.network, site.answers.law)
