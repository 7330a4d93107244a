#include "ui/mainwindow/fillstatus.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"

#include <QMenu>

namespace ui
{
namespace
{

bool isDone(const imap::FillProgress &progress)
{
    return progress.folder.isEmpty() || progress.done >= progress.total;
}

} // namespace

FillStatus::FillStatus(QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(QStringLiteral("fillStatus"));
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(this);
    m_pause = menu->addAction(tr("&Pause Fetching"));
    m_pause->setObjectName(QStringLiteral("pauseFill"));
    m_pause->setCheckable(true);
    setMenu(menu);
    connect(m_pause, &QAction::triggered, this, &FillStatus::pause);
    hide();
}

void FillStatus::add(imap::AccountHandle *account)
{
    m_progress.insert(account, {});
    connect(account, &imap::AccountHandle::eventsReady, this,
            [this, account](const imap::EventBatch &batch) { apply(account, batch); });
}

void FillStatus::remove(imap::AccountHandle *account)
{
    disconnect(account, nullptr, this, nullptr);
    m_progress.remove(account);
    showWords();
}

void FillStatus::apply(imap::AccountHandle *account, const imap::EventBatch &batch)
{
    for (const imap::Event &event : batch.events) {
        if (const auto *progress = std::get_if<imap::FillProgress>(&event)) {
            m_progress[account] = *progress;
            showWords();
        }
    }
}

void FillStatus::showWords()
{
    quint64 left = 0;
    quint64 total = 0;
    bool paused = false;
    bool waiting = true;
    for (const imap::FillProgress &progress : std::as_const(m_progress)) {
        if (isDone(progress))
            continue;
        left += progress.total - progress.done;
        total += progress.total;
        paused = paused || progress.paused;
        waiting = waiting && progress.waitingFor == imap::FillProgress::Waiting::Connection;
    }
    setVisible(left > 0);
    if (left == 0)
        return;
    const QString count = countText(qint64(left));
    setText(paused    ? tr("Fetching paused, %1 left").arg(count)
            : waiting ? tr("Fetching waits, %1 left").arg(count)
                      : tr("Fetching mail, %1 left").arg(count));
    setToolTip(tr("Messages on this computer: %1 of %2. What you open comes first.")
                   .arg(countText(qint64(total - left)), countText(qint64(total))));
    m_pause->setChecked(paused);
}

void FillStatus::pause(bool paused)
{
    const QList<imap::AccountHandle *> accounts = m_progress.keys();
    for (imap::AccountHandle *account : accounts)
        account->pauseFill(paused);
}

} // namespace ui
