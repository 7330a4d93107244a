#pragma once

#include <QApplication>
#include <QLineEdit>
#include <QRadioButton>
#include <QSet>
#include <QTest>
#include <QWidget>

namespace test
{

/// What pressing Tab does not reach in a window, although it can be used: class and name of each. Whoever has
/// no mouse cannot use these. The window must be active.
inline QString notReachedByTab(QWidget *window)
{
    constexpr int longest = 200;
    QSet<const QWidget *> reached;
    for (int presses = 0; presses < longest; ++presses) {
        QWidget *widget = QApplication::focusWidget() ? QApplication::focusWidget() : window;
        reached.insert(widget);
        QTest::keyClick(widget, Qt::Key_Tab);
    }
    QStringList missed;
    const QList<QWidget *> all = window->findChildren<QWidget *>();
    for (const QWidget *widget : all) {
        if (widget->window() != window || !widget->isVisible() || !widget->isEnabled() ||
            widget->focusProxy() || !(widget->focusPolicy() & Qt::TabFocus) || reached.contains(widget))
            continue;
        // Of those that exclude each other the arrow keys choose.
        const auto *radio = qobject_cast<const QRadioButton *>(widget);
        if (radio && !radio->isChecked())
            continue;
        missed << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                              widget->objectName());
    }
    return missed.join(QStringLiteral("; "));
}

} // namespace test
