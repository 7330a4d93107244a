#pragma once

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QWidget>

namespace test
{

/// Fields of a window that a screen reader has no name for, by class and object name: what is typed into,
/// chosen from or counted in. A name is an own one, or a label beside the field whose buddy it is.
inline QString unnamedFields(const QWidget *window)
{
    const QList<QLabel *> labels = window->findChildren<QLabel *>();
    const auto isLabelled = [&labels](const QWidget *field) {
        return std::any_of(labels.begin(), labels.end(), [field](const QLabel *label) {
            return label->buddy() == field && label->parentWidget() == field->parentWidget() &&
                   !label->text().isEmpty();
        });
    };
    QStringList unnamed;
    const QList<QWidget *> all = window->findChildren<QWidget *>();
    for (const QWidget *widget : all) {
        const QWidget *above = widget->parentWidget();
        const bool part =
            qobject_cast<const QComboBox *>(above) || qobject_cast<const QAbstractSpinBox *>(above);
        const bool field = qobject_cast<const QLineEdit *>(widget) ||
                           qobject_cast<const QComboBox *>(widget) ||
                           qobject_cast<const QAbstractSpinBox *>(widget);
        if (field && !part && widget->window() == window && widget->accessibleName().isEmpty() &&
            !isLabelled(widget))
            unnamed << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                   widget->objectName());
    }
    return unnamed.join(QStringLiteral("; "));
}

} // namespace test
