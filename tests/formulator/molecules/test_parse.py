from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdkit import Chem

from formulator.errors import InputError, TableError
from formulator.molecules.parse import (
    MAX_CHARACTERS,
    canonical_smiles,
    inchikey_block,
    molecular_formula,
    parse_many,
    parse_smiles,
)

COBALAMIN_SIZED = "C" * 93
BAD = {
    "empty": ("", "the SMILES is empty"),
    "blank": ("  ", "the SMILES is empty"),
    "unclosed ring": ("C1CC", "'C1CC' is not a SMILES"),
    "valence": ("C(C)(C)(C)(C)C", "valence for atom # 0 C, 5"),
    "aromaticity": ("c1cccc1", "kekulize"),
    "too long": ("C" * (MAX_CHARACTERS + 1), "501 characters, at most 500"),
    "too many atoms": ("C" * 151, "151 heavy atoms, at most 150"),
    "too many fragments": (".".join("O" * 11), "11 fragments, at most 10"),
    "name behind it": ("CCO ethanol", "characters that no SMILES"),
    "markup": ("<script>", "characters that no SMILES"),
    "wildcard": ("*CC", "characters that no SMILES"),
    "unknown element": ("[Xx]", "is not a SMILES"),
    "trailing newline inside": ("C\nC", "characters that no SMILES"),
}


@pytest.mark.parametrize(("smiles", "message"), BAD.values(), ids=BAD)
def test_bad_smiles_says_what_is_wrong(smiles: str, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")):
        parse_smiles(smiles)


def test_not_text_is_an_input_error() -> None:
    with pytest.raises(InputError, match="expected text, got NoneType"):
        parse_smiles(None)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="must come as a list"):
        parse_many("CCO")


def test_all_bad_rows_are_reported_together() -> None:
    with pytest.raises(TableError) as caught:
        parse_many(["CCO", "C1CC", "c1cccc1", "O", ""])
    assert [p.split(":")[0] for p in caught.value.problems] == ["row 2", "row 3", "row 5"]


def test_limits_are_reached_exactly() -> None:
    assert parse_smiles("C" * 150).GetNumHeavyAtoms() == 150
    assert parse_smiles(".".join("O" * 10)).GetNumAtoms() == 10
    assert parse_smiles(COBALAMIN_SIZED).GetNumHeavyAtoms() == 93


def test_rdkit_stays_silent(capfd: pytest.CaptureFixture[str]) -> None:
    for smiles in ("C1CC", "C(C)(C)(C)(C)C", "c1cccc1", "[Xx]C"):
        with pytest.raises(InputError):
            parse_smiles(smiles)
    inchikey_block("[Na+].[Cl-]")
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_result_is_a_copy() -> None:
    first = parse_smiles("CCO")
    first.SetProp("note", "mine")
    assert not parse_smiles("CCO").HasProp("note")


def test_formula_and_key() -> None:
    assert molecular_formula("OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O") == "C6H12O6"
    assert inchikey_block("C[C@@H](O)CC") == inchikey_block("C[C@H](O)CC")
    assert canonical_smiles("F/C=C/F", stereo=False) == "FC=CF"
    assert canonical_smiles("F/C=C/F") != canonical_smiles("F/C=C\\F")


HOSTILE = {
    "nested branches": "C(" * 240 + "C" + ")" * 240,
    "open branches": "(" * 500,
    "open brackets": "[" * 500,
    "open ring closures": "".join(f"C%{i}" for i in range(10, 99)),
    "fused cage": "C1C1" + "C2C3" * 70,
    "impossible isotope": "[99999999999C]",
    "impossible charge": "[C+9999999999]",
    "too many hydrogens": "[CH99]",
    "dots": "." * 400,
    "null byte": "C\x00C",
    "wide letters": "\uff23",
}


@pytest.mark.parametrize("smiles", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_at_once(smiles: str) -> None:
    with pytest.raises(InputError, match="a SMILES must be readable") as caught:
        parse_smiles(smiles)
    assert len(str(caught.value)) < 400


@given(text=st.text(alphabet="CNOcno()[]=#+-123@/\\.%H", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_with_our_error(text: str) -> None:
    try:
        mol = parse_smiles(text)
    except InputError:
        return
    assert mol.GetNumAtoms() > 0
    assert Chem.MolFromSmiles(canonical_smiles(text)) is not None
