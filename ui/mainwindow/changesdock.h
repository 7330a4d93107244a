#pragma once

#include "ui/mainwindow/operations.h"
#include "ui/models/journalmodel.h"

#include <QDockWidget>

class QToolButton;

namespace ui
{

class ChangesPanel;

/// The panel of changes at the bottom of the window, and the sign in the status line that something waits or
/// failed, which opens it.
class ChangesDock : public QDockWidget
{
    Q_OBJECT
public:
    ChangesDock(JournalModel::NameFolder nameOf, Operations *operations, QWidget *window);

    JournalModel *journal() const { return m_journal; }
    ChangesPanel *panel() const { return m_panel; }
    /// Belongs into the status line; hidden while there is nothing to say.
    QToolButton *sign() const { return m_sign; }

Q_SIGNALS:
    /// A person wants to see it.
    void opened();

private:
    void showSign();
    void showDetails(const imap::AccountHandle *account, quint64 operation);

    JournalModel *m_journal;
    ChangesPanel *m_panel;
    QToolButton *m_sign;
};

} // namespace ui
