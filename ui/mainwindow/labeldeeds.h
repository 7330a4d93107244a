#pragma once

#include "ui/dialogs/labelchooser.h"

#include <QObject>
#include <QPointer>
#include <functional>

namespace ui
{

class LabelsDialog;
class Deeds;

/// Labels and flags of the chosen messages: the popup, the keys Alt+1 to Alt+9, and the dialog that edits
/// the labels themselves.
class LabelDeeds : public QObject
{
    Q_OBJECT
public:
    /// `deeds` tells on which messages, each time.
    LabelDeeds(std::function<Deeds *()> deeds, QWidget *window);

    void choose();
    void edit();
    /// Adds the label to the selected messages, or takes it off if all of them have it.
    void toggle(const imap::Flag &flag);

private:
    /// How many of the chosen messages have a flag, as far as they are known.
    struct Count {
        QHash<imap::Flag, int> flags;
        qint64 chosen = 0;
        qint64 known = 0;
        bool all = true; ///< every chosen message is known, and was looked at
        Qt::CheckState stateOf(const imap::Flag &flag) const;
    };
    Count count() const;
    LabelState labelState(const Count &count, const imap::Flag &flag, const QString &name, int hue) const;
    QList<LabelState> states(const Count &count) const;
    QString note(const Count &count) const;
    void makeNew(const QString &name);
    static QString keyOf(int number);

    std::function<Deeds *()> m_deeds;
    QWidget *m_window;
    QPointer<LabelsDialog> m_dialog;
};

} // namespace ui
