#include "ui/dialogs/serverdialog.h"

#include "account/serverhandle.h"
#include "ui/dialogs/serverreport.h"
#include "ui/models/capabilitymodel.h"
#include "ui/support/buttonbox.h"
#include "ui/support/buttonkey.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/onfinished.h"
#include "ui/support/theme.h"
#include "ui/views/capabilitydelegate.h"
#include "ui/views/statepage.h"

#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace ui
{

ServerDialog::ServerDialog(imap::AccountHandle *account, const imap::ConnectionChanged &connection,
                           QWidget *parent)
    : QDialog(parent)
    , m_account(account)
    , m_connection(connection)
    , m_capabilities(new CapabilityModel(this))
    , m_filtered(new CapabilityFilter(this))
{
    setWindowTitle(tr("Server of %1").arg(account->config().displayName));
    m_filtered->setSourceModel(m_capabilities);
    build();
    connect(account, &QObject::destroyed, this, &QDialog::reject);
    connect(account, &imap::AccountHandle::eventsReady, this, [this](const imap::EventBatch &batch) {
        for (const imap::Event &event : batch.events) {
            const auto *changed = std::get_if<imap::ConnectionChanged>(&event);
            if (!changed)
                continue;
            const bool was = isOnline();
            m_connection = *changed;
            if (!was && isOnline())
                ask(); // perhaps it is another one
            else
                showState();
        }
    });
    resize(680, 560);
    ask();
}

void ServerDialog::build()
{
    m_state = new StatePage(this);
    connect(m_state, &StatePage::acted, this, &ServerDialog::ask);
    m_sections = new QScrollArea(this);
    m_sections->setObjectName(QStringLiteral("sections"));
    m_sections->setWidgetResizable(true);
    m_sections->setFrameShape(QFrame::NoFrame);
    m_tabs = new QTabWidget(this);
    m_tabs->addTab(m_sections, tr("&Connection"));
    m_tabs->addTab(buildCapabilities(), tr("Ca&pabilities"));
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_state);
    m_pages->addWidget(m_tabs);

    m_words = new QLabel(this);
    m_words->setObjectName(QStringLiteral("words"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->hide();
    auto *buttons = new ButtonBox(QDialogButtonBox::Close, this);
    m_copy = buttons->addButton(tr("Copy &All"), QDialogButtonBox::ActionRole);
    m_copy->setObjectName(QStringLiteral("copy"));
    m_copy->setToolTip(tr("All of this as text, without your name or password"));
    m_refresh = buttons->addButton(tr("&Refresh"), QDialogButtonBox::ActionRole);
    m_refresh->setObjectName(QStringLiteral("refresh"));
    addKey(m_refresh, QKeySequence::Refresh);
    for (QPushButton *button : {m_copy, m_refresh})
        button->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, &ServerDialog::copyAll);
    connect(m_refresh, &QPushButton::clicked, this, &ServerDialog::ask);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    layout->setSpacing(gap + grid);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_words);
    layout->addWidget(buttons);
}

QWidget *ServerDialog::buildCapabilities()
{
    auto *page = new QWidget(this);
    m_filter = new QLineEdit(page);
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(tr("Find by name, number or what it is for"));
    m_filter->setClearButtonEnabled(true);
    m_shown = new QComboBox(page);
    m_shown->setObjectName(QStringLiteral("shown"));
    m_shown->setAccessibleName(tr("Which ones"));
    m_shown->addItem(tr("All"), int(CapabilityFilter::Show::All));
    m_shown->addItem(tr("Used"), int(CapabilityFilter::Show::Used));
    m_shown->addItem(tr("Not used"), int(CapabilityFilter::Show::NotUsed));
    m_shown->addItem(tr("Missing"), int(CapabilityFilter::Show::Missing));
    m_list = new QListView(page);
    m_list->setObjectName(QStringLiteral("capabilities"));
    m_list->setAccessibleName(tr("Capabilities"));
    m_list->setModel(m_filtered);
    m_list->setItemDelegate(new CapabilityDelegate(m_list));
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // sentences break where they did before
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_count = new QLabel(page);
    m_count->setObjectName(QStringLiteral("count"));
    m_count->setTextFormat(Qt::PlainText);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setText(text);
        showCount();
    });
    connect(m_shown, &QComboBox::currentIndexChanged, this, [this] {
        m_filtered->setShown(CapabilityFilter::Show(m_shown->currentData().toInt()));
        showCount();
    });
    auto *top = new QHBoxLayout;
    top->setSpacing(gap);
    top->addWidget(m_filter, 1);
    top->addWidget(m_shown);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_count);
    return page;
}

void ServerDialog::ask()
{
    auto *server = dynamic_cast<imap::ServerHandle *>(m_account.data());
    if (m_asking || !server)
        return;
    m_asking = isOnline();
    showState();
    if (!m_asking)
        return;
    onFinished(
        server->serverDetails(), this,
        [this](const imap::ServerDetails &details) {
            m_asking = false;
            answered(details);
        },
        [this](const imap::Error &error) {
            m_asking = false;
            showState();
            const ErrorText text =
                errorText(error, m_account ? m_account->config().connection.host : QString());
            if (m_known)
                m_words->setText(text.what);
            else if (isOnline())
                m_state->setWords({QStringLiteral("dialog-warning"), tr("The server cannot be asked"),
                                   text.what, text.details, tr("&Try Again")});
            m_words->setVisible(m_known);
        });
}

void ServerDialog::answered(const imap::ServerDetails &server)
{
    m_server = server;
    m_known = true;
    m_capabilities->setServer(server);
    showSections();
    showCount();
    showState();
}

void ServerDialog::showSections()
{
    const int place = m_sections->widget() ? m_sections->verticalScrollBar()->value() : 0;
    auto *page = new QWidget;
    auto *form = new QGridLayout(page);
    form->setContentsMargins(2 * gap, gap, 2 * gap, 2 * gap);
    form->setHorizontalSpacing(2 * gap);
    form->setVerticalSpacing(grid);
    form->setColumnStretch(1, 1);
    int line = 0;
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, mutedInk(palette()));
    QPalette warning = palette();
    warning.setColor(QPalette::WindowText, stateColor(State::Error, palette()));
    const QList<ServerSection> sections = serverSections(m_server);
    for (const ServerSection &section : sections) {
        auto *title = new QLabel(section.title, page);
        title->setFont(semibold(font()));
        title->setContentsMargins(0, line == 0 ? 0 : gap + grid, 0, 0);
        form->addWidget(title, line++, 0, 1, 2);
        for (const ServerSection::Line &one : section.lines) {
            auto *name = new QLabel(one.name, page);
            name->setTextFormat(Qt::PlainText);
            name->setPalette(muted);
            auto *value = new QLabel(one.value, page);
            value->setTextFormat(Qt::PlainText);
            value->setWordWrap(true);
            value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            value->setAccessibleName(QStringLiteral("%1: %2").arg(one.name, one.value));
            if (one.fixed)
                value->setFont(scaledFont(QFontDatabase::systemFont(QFontDatabase::FixedFont), smallType));
            if (one.warning)
                value->setPalette(warning);
            form->addWidget(name, line, 0, Qt::AlignTop | Qt::AlignLeft);
            form->addWidget(value, line++, 1);
        }
    }
    form->setRowStretch(line, 1);
    m_sections->setWidget(page);
    m_sections->verticalScrollBar()->setValue(place);
}

void ServerDialog::showState()
{
    m_pages->setCurrentIndex(m_known ? 1 : 0);
    m_copy->setVisible(m_known);
    m_refresh->setVisible(m_known);
    m_refresh->setEnabled(isOnline() && !m_asking);
    m_refresh->setToolTip(isOnline() ? QString() : tr("There is no connection."));
    if (!m_known && m_asking)
        m_state->setWords({QStringLiteral("network-server"), tr("Asking the server…"), {}, {}, {}});
    else if (!m_known)
        m_state->setWords({QStringLiteral("network-offline"),
                           tr("Not connected"),
                           tr("What the server offers is known when there is a connection."),
                           {},
                           {}});
    m_words->setVisible(m_known && !isOnline());
    if (m_known && !isOnline())
        m_words->setText(tr("Not connected: this is what was known of the last connection."));
}

void ServerDialog::showCount()
{
    const int shown = m_filtered->rowCount();
    const int all = m_capabilities->rowCount();
    m_count->setText(shown == 0     ? tr("Nothing of that kind")
                     : shown == all ? tr("%1 in all").arg(countText(all))
                                    : tr("%1 of %2").arg(countText(shown), countText(all)));
}

void ServerDialog::copyAll()
{
    QGuiApplication::clipboard()->setText(serverReport(m_server, *m_capabilities));
    m_words->setText(tr("Copied."));
    m_words->show();
}

} // namespace ui
