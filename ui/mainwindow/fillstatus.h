#pragma once

#include "account/accounthandle.h"

#include <QHash>
#include <QToolButton>

namespace ui
{

/// In the status line: how much of the mail is still to come to this computer, and a way to pause that.
/// Hidden while nothing is to be fetched.
class FillStatus : public QToolButton
{
    Q_OBJECT
public:
    explicit FillStatus(QWidget *parent = nullptr);

    void add(imap::AccountHandle *account);
    void remove(imap::AccountHandle *account);

private:
    void apply(imap::AccountHandle *account, const imap::EventBatch &batch);
    void showWords();
    void pause(bool paused);

    QHash<imap::AccountHandle *, imap::FillProgress> m_progress;
    QAction *m_pause;
};

} // namespace ui
