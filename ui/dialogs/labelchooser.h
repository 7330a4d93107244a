#pragma once

#include "ui/dialogs/choicepopup.h"
#include "ui/models/labelbook.h"

namespace ui
{

class LabelChoices;

/// A label or flag as the messages that are meant have it.
struct LabelState {
    imap::Flag flag;
    QString gmailLabel; ///< a label of Gmail, which has no `flag`
    QString name;
    QString iconName; ///< of a flag; empty: a label, which has `hue`
    int hue = 0;
    Qt::CheckState state = Qt::Unchecked; ///< PartiallyChecked: some of them have it
    QString key;                          ///< the shortcut that does the same, as people read it
    QString reason;                       ///< why it cannot be changed; empty: it can
    bool reasonBelow = false;             ///< the note says it, for all of them
    bool operator==(const LabelState &) const = default;
};

/// Asks which labels messages should have. Each row has a box with three states; a click, or Space while
/// nothing is typed, changes it at once and leaves the popup open, Return changes the current one and closes.
/// What was typed can be made a label.
class LabelChooser : public ChoicePopup
{
    Q_OBJECT
public:
    struct Question {
        QString title; ///< "Labels of 3 messages"
        QList<LabelState> labels;
        QString note;           ///< a sentence under the list, such as what the folder does not keep
        QString newLabelReason; ///< why no label can be made; empty: it can
    };
    LabelChooser(const Question &question, QWidget *window);

    /// The messages have other labels now. What was changed here stays as it was chosen.
    void setStates(const QList<LabelState> &labels);

Q_SIGNALS:
    /// All of the messages get the label or flag, or lose it.
    void changed(const ui::LabelState &label, bool on);
    /// A label of this name is wanted, and the messages get it.
    void newLabelWanted(const QString &name);
    void editWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    int wholeCount() const override { return int(m_question.labels.size()); }
    bool canChoose(int row) const override;
    void choose() override;

private:
    void filter();
    void toggle(const QModelIndex &index);

    Question m_question;
    LabelChoices *m_choices;
    QStringList m_chosenHere; ///< names
};

} // namespace ui
