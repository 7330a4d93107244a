#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QKeySequence>
#include <QLabel>
#include <QMap>
#include <QMenuBar>
#include <QStringList>
#include <QWidget>

namespace test
{

/// Texts that claim the same letter with Alt in a window as it is now, those of one letter in a line:
/// buttons, labels of fields, menus. Where two claim one, pressing it does neither.
inline QString sharedLetters(const QWidget *window)
{
    QMap<QString, QStringList> claims;
    const auto claim = [&claims](const QString &text) {
        if (const QKeySequence letter = QKeySequence::mnemonic(text); !letter.isEmpty())
            claims[letter.toString()] << text;
    };
    const QList<QWidget *> all = window->findChildren<QWidget *>();
    for (const QWidget *widget : all) {
        if (widget->window() != window || !widget->isVisible() || !widget->isEnabled())
            continue;
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            claim(button->text());
        } else if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            if (label->buddy())
                claim(label->text());
        } else if (const auto *bar = qobject_cast<const QMenuBar *>(widget)) {
            const QList<QAction *> menus = bar->actions();
            for (const QAction *menu : menus)
                claim(menu->text());
        }
    }
    QStringList shared;
    for (const QStringList &texts : std::as_const(claims)) {
        if (texts.size() > 1)
            shared << texts.join(QStringLiteral(" | "));
    }
    return shared.join(QStringLiteral("; "));
}

} // namespace test
