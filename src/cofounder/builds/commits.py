"""Commits of a bare git repository, written and read as objects."""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

from cofounder import clock

AUTHOR = b"cofounder <cofounder@localhost>"
FILE_MODE = stat.S_IFREG | 0o644


def commit(path: Path, branch: str, files: Mapping[str, str], message: str) -> str:
    """Keep the files as the branch's next commit, unless they are its last; its id.

    One caller per repository at a time.
    """
    ref = Ref(branch.encode())
    with _repository(path) as repository:
        tree = _write_tree(repository, files)
        parent = repository.refs.as_dict().get(ref)
        if parent is not None:
            known = cast(Commit, repository[parent])
            if known.tree == tree:
                return parent.decode()
        made = _commit_object(tree, parent, message)
        repository.object_store.add_object(made)
        repository.refs[ref] = made.id
        return made.id.decode()


def read(path: Path, commit: str) -> dict[str, str]:
    """The files of a commit."""
    with _repository(path) as repository:
        found = cast(Commit, repository[ObjectID(commit.encode())])
        entries = repository.object_store.iter_tree_contents(found.tree)
        return {
            entry.path.decode(): cast(Blob, repository[entry.sha]).data.decode()
            for entry in entries
            if entry.path and entry.sha
        }


@contextmanager
def _repository(path: Path) -> Generator[Repo]:
    if not (path / "HEAD").exists():
        path.mkdir(parents=True, exist_ok=True)
        Repo.init_bare(str(path)).close()
    repository = Repo(str(path))
    try:
        yield repository
    finally:
        repository.close()


def _write_tree(repository: Repo, files: Mapping[str, str]) -> ObjectID:
    folders: dict[str, dict[str, str]] = defaultdict(dict)
    tree = Tree()
    for path, text in files.items():
        name, _, rest = path.partition("/")
        if rest:
            folders[name][rest] = text
            continue
        blob = Blob.from_string(text.encode("utf-8", "surrogatepass"))
        repository.object_store.add_object(blob)
        tree.add(name.encode(), FILE_MODE, blob.id)
    for name, inside in folders.items():
        tree.add(name.encode(), stat.S_IFDIR, _write_tree(repository, inside))
    repository.object_store.add_object(tree)
    return tree.id


def _commit_object(tree: ObjectID, parent: ObjectID | None, message: str) -> Commit:
    made = Commit()
    made.tree = tree
    made.parents = [parent] if parent else []
    made.author = made.committer = AUTHOR
    made.author_time = made.commit_time = int(clock.now().timestamp())
    made.author_timezone = made.commit_timezone = 0
    made.message = message.encode("utf-8", "replace")
    return made
