#pragma once

#include "ui/dialogs/labelchooser.h"

#include <QObject>
#include <QPointer>

namespace ui
{

class Actions;
class LabelsDialog;
class MailBrowser;
class MessageDeeds;
class MessageListView;

/// Labels and flags of the selected messages: the popup, the keys Alt+1 to Alt+9, and the dialog that edits
/// the labels themselves.
class LabelDeeds : public QObject
{
    Q_OBJECT
public:
    LabelDeeds(MailBrowser *browser, MessageListView *list, MessageDeeds *deeds, QWidget *window);

    void choose();
    void edit();
    /// Adds the label to the selected messages, or takes it off if all of them have it.
    void toggle(const imap::Flag &flag);
    void explain(Actions *actions) const;

private:
    /// How many of the selected messages have a flag, as far as they are known.
    struct Count {
        QHash<imap::Flag, int> flags;
        int known = 0;
        bool all = true; ///< every selected message is known, and was looked at
        Qt::CheckState stateOf(const imap::Flag &flag) const;
    };
    Count count() const;
    LabelState labelState(const Count &count, const imap::Flag &flag, const QString &name, int hue) const;
    QList<LabelState> states(const Count &count) const;
    QString note(const Count &count) const;
    void makeNew(const QString &name);
    static QString keyOf(int number);

    MailBrowser *m_browser;
    MessageListView *m_list;
    MessageDeeds *m_deeds;
    QWidget *m_window;
    QPointer<LabelsDialog> m_dialog;
};

} // namespace ui
