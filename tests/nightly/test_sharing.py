"""A pass that has a cluster check keeps what a pass on this machine keeps; without the cluster it
goes on by itself."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster
from places import Site, county, site

from sipipeline.ledger import submissions
from sipipeline.nightly.settings import ClusterSettings

UNITS = ("甲县社会保险中心", "乙县社会保险中心")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    settings = {"n_workers": 1, "threads_per_worker": 1, "processes": False}
    with LocalCluster(protocol="tcp://", dashboard_address=":0", **settings) as cluster:
        yield str(cluster.scheduler_address)


def place(folder: Path, scheduler: str = "") -> Site:
    """A place whose ledger knows last year's workbook of a unit, and two workbooks in its inbox."""
    made = site(folder)
    made.drop("去年.xlsx", county(UNITS[0], 2019))
    made.run()
    for number, unit in enumerate(UNITS):
        made.drop(f"{number}.xlsx", county(unit, income=1301))
    settings = replace(made.settings, cluster=ClusterSettings(scheduler))
    return replace(made, settings=settings)


def kept(place: Site) -> list[str]:
    """What the ledger has of each submission."""
    with place.ledger() as ledger:
        texts = [submissions.result_of(ledger, record.id) or "" for record in place.records()]
    return [json.dumps(json.loads(text), ensure_ascii=False) for text in texts]


def test_a_pass_on_a_cluster_keeps_the_same(scheduler: str, tmp_path: Path) -> None:
    here, there = place(tmp_path / "here"), place(tmp_path / "there", scheduler)
    assert (here.run().status, there.run().status) == (0, 0)
    assert kept(there) == kept(here)
    assert any("H702" in result for result in kept(there)), "last year is known on the cluster"
    assert there.files("outbox") == here.files("outbox")
    assert not list((there.folder / "shared").iterdir())


def test_without_its_cluster_a_pass_goes_on_by_itself(tmp_path: Path) -> None:
    lost = place(tmp_path, "nowhere")
    closing = lost.run()
    assert closing.status == 1
    assert "核对 2" in closing.line.zh
    log = (lost.settings.folder("state") / "nightly.log").read_text("utf-8")
    assert re.search("集群不能核对：nowhere 不是调度器的地址.*改在本机核对", log)
