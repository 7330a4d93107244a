#include "ui/dialogs/textdialog.h"

#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/errortext.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSysInfo>
#include <QVBoxLayout>

namespace ui
{

ProtocolLogDialog::ProtocolLogDialog(const QString &account, Fetch fetch, QWidget *parent)
    : QDialog(parent)
    , m_fetch(std::move(fetch))
    , m_text(new QPlainTextEdit(this))
    , m_state(new QLabel(this))
{
    setWindowTitle(tr("Protocol Log of %1").arg(account));
    m_text->setObjectName(QStringLiteral("log"));
    m_text->setReadOnly(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setText(tr("Passwords and tokens are left out."));

    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    m_refresh = buttons->addButton(tr("&Refresh"), QDialogButtonBox::ActionRole);
    addKey(m_refresh, QKeySequence::Refresh);
    QPushButton *copy = buttons->addButton(tr("Copy &All"), QDialogButtonBox::ActionRole);
    copy->setObjectName(QStringLiteral("copy"));
    connect(m_refresh, &QPushButton::clicked, this, &ProtocolLogDialog::refresh);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *bottom = new QVBoxLayout;
    bottom->setContentsMargins(2 * gap, gap, 2 * gap, 2 * gap);
    bottom->setSpacing(gap);
    bottom->addWidget(m_state);
    bottom->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_text, 1);
    layout->addLayout(bottom);
    resize(820, 560);
    refresh();
}

QString ProtocolLogDialog::text() const
{
    return m_text->toPlainText();
}

void ProtocolLogDialog::refresh()
{
    m_refresh->setEnabled(false);
    onFinished(
        m_fetch(), this,
        [this](const QString &log) {
            m_refresh->setEnabled(true);
            m_text->setPlainText(log.isEmpty() ? tr("Nothing was said yet.") : log);
            m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
        },
        [this](const imap::Error &error) {
            m_refresh->setEnabled(true);
            m_state->setText(errorText(error).what);
        });
}

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About Postrider"));
    auto *sign = new QLabel(this);
    sign->setPixmap(windowIcon().isNull() ? icon(QStringLiteral("mail-message")).pixmap(48)
                                          : windowIcon().pixmap(64));
    auto *name = new QLabel(QStringLiteral("Postrider"), this);
    name->setFont(semibold(scaledFont(font(), titleType)));
    auto *version = new QLabel(tr("Version %1").arg(QStringLiteral(POSTRIDER_VERSION)), this);
    auto *words = new QLabel(tr("A mail browser for IMAP that does not keep you waiting."), this);
    words->setWordWrap(true);
    auto *machine =
        new QLabel(tr("Qt %1 on %2").arg(QLatin1String(qVersion()), QSysInfo::prettyProductName()), this);
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, mutedInk(palette()));
    machine->setPalette(muted);
    for (QLabel *label : {name, version, words, machine}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4 * gap, 3 * gap, 4 * gap, 2 * gap);
    layout->setSpacing(gap);
    layout->addWidget(sign, 0, Qt::AlignHCenter);
    layout->addWidget(name);
    layout->addWidget(version);
    layout->addWidget(words);
    layout->addWidget(machine);
    layout->addSpacing(gap);
    layout->addWidget(buttons);
}

} // namespace ui
