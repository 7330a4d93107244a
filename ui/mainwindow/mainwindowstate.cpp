// What MainWindow keeps from run to run.
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/changesdock.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/panelayout.h"
#include "ui/views/columnheader.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"

#include <QScreen>

namespace ui
{

void MainWindow::restoreState()
{
    m_store->beginGroup(QStringLiteral("window"));
    if (!restoreGeometry(m_store->value(QStringLiteral("geometry")).toByteArray()))
        resize(QSize(1280, 800).boundedTo(screen()->availableSize() - QSize(16, 48)));
    m_panes->restore(*m_store);
    m_folders->setExpansion(m_store->value(QStringLiteral("expansion")).toStringList());
    setCards(m_store->value(QStringLiteral("cards"), true).toBool());
    m_changes->setVisible(m_store->value(QStringLiteral("changes"), false).toBool());
    m_actions->subscribedOnly->setChecked(m_store->value(QStringLiteral("subscribedOnly"), false).toBool());
    m_list->header()->setColumns(m_store->value(QStringLiteral("columns")).toStringList());
    const int look = m_store->value(QStringLiteral("look"), 0).toInt();
    m_looks.apply(look == 1 ? Look::Light : look == 2 ? Look::Dark : Look::System);
    (look == 1   ? m_actions->lookLight
     : look == 2 ? m_actions->lookDark
                 : m_actions->lookSystem)
        ->setChecked(true);
    m_actions->markReadByItself->setChecked(m_store->value(QStringLiteral("markRead"), true).toBool());
    m_reader->setMarkReadDelay(
        m_actions->markReadByItself->isChecked()
            ? qBound(0, m_store->value(QStringLiteral("markReadAfterMs"), 1000).toInt(), 3'600'000)
            : -1);
    m_actions->preferHtml->setChecked(m_store->value(QStringLiteral("preferHtml"), false).toBool());
    m_reader->setPreference(m_actions->preferHtml->isChecked() ? imap::mime::Preference::Html
                                                               : imap::mime::Preference::Plain);
    m_store->endGroup();
    m_actions->folders->setChecked(m_panes->foldersShown());
    m_actions->changes->setChecked(!m_changes->isHidden());
    QAction *const choices[] = {m_actions->layoutAutomatic, m_actions->layoutWide, m_actions->layoutStacked,
                                m_actions->layoutListOnly};
    choices[int(m_panes->choice())]->setChecked(true);
}

void MainWindow::saveState()
{
    m_store->beginGroup(QStringLiteral("window"));
    m_store->setValue(QStringLiteral("geometry"), saveGeometry());
    m_panes->save(*m_store);
    m_store->setValue(QStringLiteral("expansion"), m_folders->expansion());
    m_store->setValue(QStringLiteral("changes"), !m_changes->isHidden());
    m_store->setValue(QStringLiteral("subscribedOnly"), m_actions->subscribedOnly->isChecked());
    m_store->setValue(QStringLiteral("cards"), m_actions->cards->isChecked());
    m_store->setValue(QStringLiteral("columns"), m_list->header()->columns());
    if (!m_lookForced)
        m_store->setValue(QStringLiteral("look"), int(m_looks.current()));
    m_store->setValue(QStringLiteral("markRead"), m_actions->markReadByItself->isChecked());
    m_store->setValue(QStringLiteral("preferHtml"), m_actions->preferHtml->isChecked());
    if (m_browser->account()) {
        m_store->setValue(QStringLiteral("account"), m_browser->account()->config().id);
        m_store->setValue(QStringLiteral("folder"), m_browser->folder().toString());
    }
    m_store->endGroup();
    m_store->sync();
}

} // namespace ui
