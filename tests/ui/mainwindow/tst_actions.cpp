#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/windowcase.h"

#include <QMenu>
#include <QMenuBar>

using namespace ui;
using test::inbox;

/// Every action can be found and pressed.
class TestActions : public QObject, protected test::WindowCase
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void everyActionHasAPlaceInAMenu()
    {
        makeWindow();
        QSet<QAction *> inMenus;
        const auto menus = m_window->findChildren<QMenu *>();
        for (const QMenu *menu : menus) {
            const auto actions = menu->actions();
            for (QAction *action : actions)
                inMenus << action;
        }
        const auto actions = m_window->actionSet()->findChildren<QAction *>();
        QVERIFY(actions.size() > 30);
        QSet<QKeySequence> used;
        for (QAction *action : actions) {
            QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
            const auto shortcuts = action->shortcuts();
            for (const QKeySequence &shortcut : shortcuts) {
                QVERIFY2(!used.contains(shortcut), qPrintable(shortcut.toString()));
                used << shortcut;
            }
        }
    }

    // Names of folders stand in them.
    void reasonsAreNoMarkup()
    {
        makeWindow();
        QAction *action = m_window->actionSet()->deleteFolder;
        Actions::setReason(action, QStringLiteral("There is “<b>x</b>” below it."));
        QVERIFY(!action->isEnabled());
        QVERIFY2(action->toolTip().contains(QStringLiteral("&lt;b&gt;x")), qPrintable(action->toolTip()));
    }

    // A letter that two entries of a menu have chooses neither.
    void lettersOfMenusAreTheirOwn()
    {
        openInbox();
        const Actions *actions = m_window->actionSet();
        for (QAction *sort : {actions->sortArrival, actions->sortSubject, actions->sortSize}) {
            sort->trigger();
            for (const QMenu *menu : m_window->menuBar()->findChildren<QMenu *>()) {
                QHash<QKeySequence, QString> seen;
                for (const QAction *entry : menu->actions()) {
                    const QKeySequence letter = QKeySequence::mnemonic(entry->text());
                    if (letter.isEmpty() || !entry->isVisible())
                        continue;
                    QVERIFY2(!seen.contains(letter),
                             qPrintable(entry->text() + QStringLiteral(" and ") + seen.value(letter)));
                    seen.insert(letter, entry->text());
                }
            }
        }
    }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
