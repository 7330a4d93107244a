#pragma once

#include "ui/dialogs/labelchooser.h"

#include <QObject>
#include <QPointer>
#include <functional>
#include <optional>

namespace ui
{

class LabelsDialog;
class Deeds;

/// Labels and flags of the chosen messages: the popup, the keys Alt+1 to Alt+9, and the dialog that edits
/// the labels themselves. Labels are keywords that have a name in the LabelBook; in accounts of Gmail they
/// are Gmail's, and keywords show only where messages have them.
class LabelDeeds : public QObject
{
    Q_OBJECT
public:
    /// `deeds` tells on which messages, each time.
    LabelDeeds(std::function<Deeds *()> deeds, QWidget *window);

    void choose();
    void edit();
    /// Messages have other flags or labels, perhaps: an open popup follows.
    void refresh();
    /// Adds the label with this key to the selected messages, or takes it off if all of them have it.
    void toggle(int key);

Q_SIGNALS:
    /// Why a key does nothing.
    void said(const QString &words);

private:
    /// How many of the chosen messages have a flag or label, as far as they are known.
    struct Count {
        QHash<imap::Flag, int> flags;
        QHash<QString, int> gmailLabels;
        QHash<QString, int> places;         ///< how many are in the folder of this name
        std::optional<QStringList> offered; ///< labels of Gmail; nullopt: keywords
        qint64 chosen = 0;
        qint64 known = 0;
        bool all = true; ///< every chosen message is known, and was looked at
        Qt::CheckState stateOf(int with) const;
    };
    Count count() const;
    LabelState keywordState(const Count &count, const imap::Flag &flag) const;
    LabelState gmailState(const Count &count, const QString &label) const;
    QList<LabelState> labelStates(const Count &count) const;
    QList<LabelState> states(const Count &count) const;
    QString note(const Count &count) const;
    QString newLabelReason(const Count &count) const;
    void change(const LabelState &label, bool on);
    void makeNew(const QString &name);
    static QString keyOf(int number);

    std::function<Deeds *()> m_deeds;
    QWidget *m_window;
    QPointer<LabelsDialog> m_dialog;
    QPointer<LabelChooser> m_chooser;
};

} // namespace ui
