"""The themes a new group starts with; chairs change them later."""

from bot.domain.clusters import Theme

_LABELS = {
    "eprescription": "ePrescription and medication",
    "ehr_access": "Access to health records",
    "data_sharing": "Sharing of health data",
    "ai": "Artificial intelligence",
    "telehealth": "Telehealth and remote care",
    "personalised_medicine": "Personalised medicine and diagnostics",
    "robotics_iot": "Robotics, drones and Internet of Things",
    "prevention": "Prevention and healthy living",
    "procurement": "Procurement of innovation",
    "funding": "Funding of small companies",
    "regulation_hta": "Regulation and health technology assessment",
    "skills": "Skills and workforce",
    "internationalisation": "Internationalisation",
    "cluster_governance": "Governance of clusters",
}

DEFAULT_THEMES: tuple[Theme, ...] = tuple(
    Theme(slug=slug, label=label, position=position)
    for position, (slug, label) in enumerate(_LABELS.items(), start=1)
)
