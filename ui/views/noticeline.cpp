#include "ui/views/noticeline.h"

#include "ui/support/buttonkey.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui
{

NoticeLine::NoticeLine(QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel(this))
    , m_words(new QLabel(this))
    , m_undo(new QPushButton(tr("&Undo"), this))
{
    m_words->setObjectName(QStringLiteral("message"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_undo->setObjectName(QStringLiteral("undo"));
    addKey(m_undo, QKeySequence::Undo);
    m_undo->setAutoDefault(false);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        const quint64 operation = m_operation;
        clear();
        if (operation != 0)
            Q_EMIT undoWanted(operation);
    });
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gap);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addWidget(m_words, 1);
    row->addWidget(m_undo, 0, Qt::AlignTop);
    hide();
}

void NoticeLine::say(const QString &words, quint64 undoes)
{
    show(words, {}, false, undoes);
}

void NoticeLine::complain(const QString &words, const QString &details)
{
    show(words, details, true, 0);
}

void NoticeLine::clear()
{
    show({}, {}, false, 0);
}

QString NoticeLine::words() const
{
    return m_words->text();
}

void NoticeLine::show(const QString &words, const QString &details, bool complains, quint64 undoes)
{
    m_operation = undoes;
    m_words->setText(words);
    m_words->setToolTip(plainTip(details));
    m_undo->setVisible(undoes != 0);
    m_sign->setVisible(complains);
    paintSign();
    setVisible(!words.isEmpty());
}

void NoticeLine::paintSign()
{
    m_sign->setPixmap(iconPixmap(QStringLiteral("dialog-warning"), 16, stateColor(State::Error, palette()),
                                 devicePixelRatioF()));
}

void NoticeLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintSign();
}

} // namespace ui
