"""The style sheet's part on forms: fields, boxes to tick, and words on what is wrong or well."""

FORM_SHEET = """
QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
#form { border: none; border-bottom: 1px solid $border; background: transparent; }
#form > QWidget > #page { border: none; background: transparent; }
QLineEdit, QSpinBox { background: $surface; color: $text; border: 1px solid $outline;
            border-radius: 7px; padding: 5px 9px; min-height: 20px;
            selection-background-color: $accent; selection-color: $on_accent;
            placeholder-text-color: $muted; }
QLineEdit:focus, QSpinBox:focus { border: 2px solid $accent; padding: 4px 8px; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { background: $sunken; color: $muted;
            border-color: $border; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; background: transparent;
            padding: 0; min-height: 0; }
QSpinBox::up-button, QSpinBox::down-button { width: 24px; border: none; background: transparent;
            margin-right: 2px; }
QSpinBox::up-arrow { image: url("$chevron_up"); width: 9px; height: 9px; }
QSpinBox::down-arrow { image: url("$chevron"); width: 9px; height: 9px; }
QCheckBox { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 5px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $outline; border-radius: 4px;
            background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QListWidget { background: $surface; border: 1px solid $border; border-radius: 7px; padding: 4px; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:hover { border-color: $text; }
QPushButton:default:focus { border: 2px solid $text; padding: 5px 11px; }
QPushButton:default:disabled { background: $surface; color: $outline; border-color: $border; }
QPushButton#danger { color: $refused; }
QLabel#problem { color: $refused; }
QLabel#good { color: $sure; }
QStatusBar QPushButton#sharing { border: 1px solid transparent; background: transparent;
            color: $muted; padding: 2px 8px; border-radius: 5px; }
QStatusBar QPushButton#sharing:hover { background: $sunken; }
QStatusBar QPushButton#sharing:focus { border: 1px solid $accent; padding: 2px 8px; }
"""
