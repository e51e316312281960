"""The command ``freeze``: a scikit-learn pipeline in, the arrays that score out."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import click

from ascribe.errors import AscribeError

# What a card says of weights that are no longer there.
_MEASURED = (
    "measures", "collections", "parity", "parity_of_reports", "swaps", "doubt",
    "without_tagger", "baseline", "gate",
)  # fmt: skip
# Enough of the pipeline's digest to tell two models apart.
_VERSION_DIGITS = 8


@click.command()
@click.argument(
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--out",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the model; made where there is none.  [default: DIR]",
)
@click.option("--name", help="The model's name.  [default: that of DIR]")
@click.option(
    "--model-version",
    "version",
    help="The model's version.  [default: that of DIR, and the start of the pipeline's "
    "SHA-256 where the weights have changed]",
)
def freeze(
    *, folder: Path, target: Path | None, name: str | None, version: str | None
) -> None:
    """Make a model of the scikit-learn pipeline in DIR.

    'ascribe train' does this itself. It also keeps the pipeline, DIR/pipeline.joblib:
    go on with it in scikit-learn, joblib.dump it there again, and freeze it.

    Writes weights.npz, plain arrays, and card.json, which holds their SHA-256. If the
    weights have changed the card no longer states how good the model is: see 'ascribe
    evaluate'. The pipeline must be of the same parts and settings; the first that
    cannot be frozen is named.

    A pipeline is a pickle, and reading one runs what is in it: freeze none that you do
    not trust.
    """
    # scikit-learn takes seconds to import; a wrong path need not wait for it.
    from ascribe.attribution.files import FILE_NAME as TAGGER
    from ascribe.model_files import CARD, PIPELINE, read_card, save_model, weights_of
    from ascribe.page.shares import Calibration
    from ascribe.training.freezing import frozen, read_pipeline

    try:
        card = read_card(folder)
        labeller = frozen(read_pipeline(folder / PIPELINE))
        digest = hashlib.sha256(weights_of(labeller)).hexdigest()
        changed = digest != card["sha256"]
        if changed:
            card = _without_measures(card, folder / PIPELINE)
        for key, given in (("name", name), ("version", version)):
            if given is not None:
                card[key] = given
        calibration = Calibration(
            power=float(card["calibration"]["power"]),
            widths=tuple(card["calibration"]["widths"]),
            certain=float(card["calibration"]["certain"]),
        )
        model = save_model(target or folder, labeller, calibration, card)
        if target is not None and (folder / TAGGER).exists():
            shutil.copy(folder / TAGGER, target)
    except (AscribeError, OSError) as exc:
        raise click.ClickException(str(exc)) from exc
    told = "its weights have changed" if changed else "its weights are those of before"
    click.echo(
        f"model {model.name} {model.version} is in {target or folder}, SHA-256 "
        f"{model.sha256}; {told}",
        err=True,
    )
    if changed:
        click.echo(
            f"{CARD} no longer states how good it is; measure it with 'ascribe "
            f"evaluate LABELLED --model {target or folder}'",
            err=True,
        )


def _without_measures(card: dict[str, Any], pipeline: Path) -> dict[str, Any]:
    """Return the card of a model whose weights are no longer those it was made for."""
    digest = hashlib.sha256(pipeline.read_bytes()).hexdigest()
    kept = {key: value for key, value in card.items() if key not in _MEASURED}
    version = str(card["version"]).partition("+")[0]
    return {
        **kept,
        "version": f"{version}+{digest[:_VERSION_DIGITS]}",
        "frozen_from": {"pipeline_sha256": digest, "model_sha256": card["sha256"]},
    }
