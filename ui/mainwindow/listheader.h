#pragma once

#include "ui/models/messagelistmodel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace ui
{

/// A connection in one or two words: "Connected", "No connection".
QString connectionWord(const imap::ConnectionChanged &connection);

/// Above the list: which folder, how many messages, how true it is; a thin line moves while it is being
/// opened.
class ListHeader : public QWidget
{
    Q_OBJECT
public:
    explicit ListHeader(QWidget *parent = nullptr);

    void setFolder(const QString &name);
    void setCounts(std::optional<qint64> total,
                   std::optional<quint32> unread); ///< what is not known is not said
    /// Why nothing can be changed there; empty: something can.
    void setReadOnly(const QString &reason);
    void setState(FolderPhase phase, const imap::ConnectionChanged &connection);
    /// A way back to the folders or the list, where there is only room for one; empty: no button.
    void setBack(const QString &words);
    QString stateText() const;
    /// What is being done about the order, in words; `done` of `total` or, with both 0, nobody knows how far.
    /// Empty: nothing is.
    void setSorting(const QString &words, quint32 done, quint32 total);
    /// What a person should know of the rows that are shown; empty: nothing.
    void setNote(const QString &words);
    QString noteText() const;
    /// The button that shows the order; its menu is the caller's to fill.
    QToolButton *orderButton() const { return m_order; }

Q_SIGNALS:
    void backWanted();
    void stopWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showState();
    void showMotion();

    QToolButton *m_back;
    QToolButton *m_order;
    QToolButton *m_stop;
    QLabel *m_note;
    QLabel *m_name;
    QLabel *m_counts;
    QLabel *m_readOnly;
    QLabel *m_sign;
    QLabel *m_state;
    QTimer m_motion;
    FolderPhase m_phase = FolderPhase::None;
    imap::ConnectionChanged m_connection;
    int m_step = 0;
    QString m_sorting;
    quint32 m_done = 0;
    quint32 m_total = 0;
};

} // namespace ui
