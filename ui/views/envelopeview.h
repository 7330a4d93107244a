#pragma once

#include "types/message.h"

#include <QDateTime>
#include <QWidget>

class QGridLayout;
class QLabel;
class QToolButton;

namespace ui
{

class PeopleLine;
class PersonChip;
class Portrait;

/// The head of a message: subject, labels, people, date; star and read state to be changed; what few want to
/// know (Message-ID, exact dates) behind "Details".
class EnvelopeView : public QWidget
{
    Q_OBJECT
public:
    explicit EnvelopeView(QWidget *parent = nullptr);

    void setMessage(const imap::MessageSummaryPtr &message);
    /// The same message with other flags: nothing jumps, nothing folds.
    void setFlags(const imap::FlagSet &flags, const QStringList &gmailLabels);
    /// Why flags cannot be changed; empty: they can.
    void setReadOnly(const QString &reason);
    void setNow(const QDateTime &now) { m_now = now; }

    /// Where there is little height: subject, sender and date only; all people are among the details.
    void setCompact(bool compact);
    bool isCompact() const { return m_compact; }

    bool detailsShown() const;
    void showDetails(bool on);

Q_SIGNALS:
    void starToggled(bool on);
    void readToggled(bool read);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildHead();
    void showSubject();
    void showFlags();
    void showDate();
    void fillDetails();
    void showPeople();

    imap::MessageSummaryPtr m_message;
    imap::FlagSet m_flags;
    QStringList m_gmailLabels;
    QString m_readOnly;
    bool m_compact = false;
    QDateTime m_now; ///< invalid: the clock's
    QLabel *m_subject;
    QWidget *m_labels;
    QToolButton *m_star;
    QToolButton *m_read;
    Portrait *m_portrait;
    QWidget *m_from;
    QLabel *m_date;
    PeopleLine *m_to;
    PeopleLine *m_cc;
    PeopleLine *m_bcc;
    PeopleLine *m_replyTo;
    QToolButton *m_more;
    QLabel *m_details;
};

} // namespace ui
