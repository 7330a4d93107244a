#pragma once

#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/models/messagelistmodel.h"
#include "ui/views/messagelistview.h"

#include <QTest>

/// A shown list with an account behind it.
struct ListFixture {
    const imap::MailboxName inbox{QStringLiteral("INBOX")};
    test::FakeAccount account;
    ui::MessageListModel model;
    ui::MessageListView view;

    explicit ListFixture(quint32 total = 200, quint32 newestKnown = 200)
    {
        view.setModel(&model);
        model.setPinned([this] { return view.selectionModel()->selection(); });
        view.resize(480, 560);
        view.show();
        (void)QTest::qWaitForWindowExposed(&view);
        view.setFocus();
        open(total, newestKnown);
    }
    void open(quint32 total, quint32 newestKnown)
    {
        account.serve(
            inbox, total, [](quint32 uid) { return test::fakeMessage(uid); }, newestKnown);
        model.open(&account, {inbox, QStringLiteral("Inbox"), ui::Correspondents::From, {}});
    }
    QPoint rowCenter(int row) const { return view.visualRect(model.index(row, 0)).center(); }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, rowCenter(row));
    }
    QList<imap::Uid> selected() const { return model.uids(view.selectionModel()->selection()); }
    qsizetype selectedRows() const { return view.selectionModel()->selectedRows().size(); }
};
