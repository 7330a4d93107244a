#include "ui/views/messagebodyview.h"

#include "mime/partdecoder.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QImageReader>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QWheelEvent>

namespace ui
{
namespace
{

constexpr qsizetype firstUnits = 120'000; ///< more than that is asked for
constexpr qsizetype chunkUnits = 30'000;
constexpr int columnCharacters = 78;
constexpr int maximumPixels = 40'000'000;

} // namespace

MessageBodyView::MessageBodyView(QWidget *parent)
    : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("body"));
    setAccessibleName(tr("Message text"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setUndoRedoEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    m_chunks.setInterval(0);
    connect(&m_chunks, &QTimer::timeout, this, &MessageBodyView::addChunk);
    connect(this, &QTextBrowser::anchorClicked, this, &MessageBodyView::anchorFollowed);
    connect(this, &QTextBrowser::highlighted, this, [this](const QUrl &url) {
        const QString scheme = url.scheme();
        Q_EMIT linkHovered(scheme.startsWith(QLatin1String("postrider")) ? QString() : url.toString());
    });
}

MessageBodyView::~MessageBodyView() = default;

void MessageBodyView::setBody(const imap::mime::TextBody &body, const imap::MessageBody &message)
{
    m_body = body;
    m_message = message;
    m_encodings.clear();
    if (message.structure) {
        imap::forEachPart(*message.structure,
                          [this](const imap::BodyStructure &part, const QByteArray &section) {
                              if (part.type == "image")
                                  m_encodings.insert(section, part.encoding);
                          });
    }
    m_toggled.clear();
    m_all = false;
    rebuild();
    verticalScrollBar()->setValue(0);
}

void MessageBodyView::clearBody()
{
    setBody({}, {});
}

void MessageBodyView::setZoom(qreal factor)
{
    factor = qBound(0.5, factor, 4.0);
    if (qFuzzyCompare(factor, m_zoom))
        return;
    m_zoom = factor;
    rebuild();
    Q_EMIT zoomChanged(m_zoom);
}

bool MessageBodyView::hasMore() const
{
    return m_builder && !m_builder->isComplete() && !m_all;
}

void MessageBodyView::showAll()
{
    if (!hasMore())
        return;
    m_all = true;
    rebuild();
}

int MessageBodyView::columnWidth() const
{
    const QFontMetricsF metrics(scaledFont(font(), m_zoom));
    // Average of running text rather than of all letters, which is what people count.
    const qreal letter = metrics.horizontalAdvance(QStringLiteral("the quick brown fox jumps")) / 25;
    const int available = viewport()->width() - 4 * gap;
    return qMax(1, qMin(int(letter * columnCharacters), available));
}

void MessageBodyView::rebuild()
{
    m_chunks.stop();
    m_building = true;
    const int scrolled = verticalScrollBar()->value();
    BodyStyle style;
    style.font = scaledFont(font(), m_zoom);
    style.fixedFont = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (font().pointSizeF() > 0)
        style.fixedFont.setPointSizeF(font().pointSizeF() * m_zoom * 0.95);
    style.palette = palette();
    style.columnWidth = columnWidth();
    m_builder.reset();
    document()->clear();
    document()->setDefaultFont(style.font);
    m_builder = std::make_unique<BodyBuilder>(document(), m_body, style, m_toggled);
    if (m_builder->append(firstUnits)) {
        if (m_all)
            m_chunks.start();
        else
            m_builder->offerRest();
    }
    moveCursor(QTextCursor::Start);
    m_building = false;
    layoutColumn();
    verticalScrollBar()->setValue(scrolled);
}

void MessageBodyView::addChunk()
{
    if (!m_builder || !m_builder->append(chunkUnits))
        m_chunks.stop();
}

void MessageBodyView::layoutColumn()
{
    QTextFrame *root = document()->rootFrame();
    QTextFrameFormat format = root->frameFormat();
    const int margin = qMax(2 * gap, (viewport()->width() - columnWidth()) / 2);
    if (qRound(format.leftMargin()) == margin && format.topMargin() == 2 * gap)
        return;
    format.setLeftMargin(margin);
    format.setRightMargin(margin);
    format.setTopMargin(2 * gap);
    format.setBottomMargin(3 * gap);
    root->setFrameFormat(format);
}

QVariant MessageBodyView::loadResource(int type, const QUrl &name)
{
    // Whatever a document may ask for, it gets nothing but parts of this very message.
    const QString text = name.toString();
    if (type != QTextDocument::ImageResource || !text.startsWith(QLatin1String(bodyanchor::picture)))
        return {};
    const QImage image = picture(text.mid(qsizetype(qstrlen(bodyanchor::picture))).toLatin1());
    return image.isNull() ? QVariant() : QVariant(image);
}

QImage MessageBodyView::picture(const QByteArray &section) const
{
    const auto found = m_message.sections.constFind(section);
    if (found == m_message.sections.constEnd())
        return {};
    QByteArray bytes = imap::mime::decodeTransfer(*found, m_encodings.value(section));
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return {};
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    // Formats that are pictures and nothing else: SVG can refer to files and to the network.
    static const QList<QByteArray> formats{"png", "jpeg", "gif", "bmp", "webp", "ico"};
    if (!formats.contains(reader.format()))
        return {};
    QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > maximumPixels)
        return {};
    const qreal ratio = devicePixelRatioF();
    const int widest = qMax(64, int(columnWidth() * ratio));
    if (size.width() > widest && size.width() > 0) {
        size = QSize(widest, qMax(1, int(qint64(size.height()) * widest / size.width())));
        reader.setScaledSize(size);
    }
    QImage image = reader.read();
    if (size.width() == widest)
        image.setDevicePixelRatio(ratio);
    return image;
}

void MessageBodyView::paintEvent(QPaintEvent *event)
{
    QTextBrowser::paintEvent(event);
    // Bars beside quotes, one for each level, joined over the gaps between neighbouring paragraphs.
    QPainter painter(viewport());
    painter.translate(-horizontalScrollBar()->value(), -verticalScrollBar()->value());
    const QRectF visible = painter.transform().inverted().mapRect(QRectF(event->rect()));
    const QAbstractTextDocumentLayout *layout = document()->documentLayout();
    QTextBlock block = cursorForPosition(event->rect().topLeft()).block();
    if (block.previous().isValid())
        block = block.previous();
    for (; block.isValid(); block = block.next()) {
        const QRectF box = layout->blockBoundingRect(block);
        if (box.top() > visible.bottom())
            break;
        const int level = block.blockFormat().intProperty(bodyproperty::quoteLevel);
        if (level == 0)
            continue;
        const bool mirrored = block.blockFormat().boolProperty(bodyproperty::mirrored);
        const int next =
            block.next().isValid() ? block.next().blockFormat().intProperty(bodyproperty::quoteLevel) : 0;
        const qreal left = document()->rootFrame()->frameFormat().leftMargin();
        for (int i = 0; i < qMin(level, 8); ++i) {
            const qreal bottom = i < next ? layout->blockBoundingRect(block.next()).top() : box.bottom();
            const qreal x =
                mirrored ? document()->size().width() - left - i * 2 * gap - 3 : left + i * 2 * gap;
            const ColorPair colors = labelColors((i * 5 + 6) % hueCount, palette());
            QColor bar = mixed(colors.ink, palette().color(QPalette::Base), 0.45);
            painter.fillRect(QRectF(x, box.top(), 2, bottom - box.top()), bar);
        }
    }
}

void MessageBodyView::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    if (!m_building)
        layoutColumn();
}

void MessageBodyView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if ((event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) && !m_building)
        rebuild();
}

void MessageBodyView::keyPressEvent(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & ~Qt::ShiftModifier);
    if (plain && event->key() == Qt::Key_Space) {
        QScrollBar *bar = verticalScrollBar();
        const int step = bar->pageStep() - 3 * fontMetrics().lineSpacing();
        bar->setValue(bar->value() + (event->modifiers() & Qt::ShiftModifier ? -step : step));
        event->accept();
        return;
    }
    QTextBrowser::keyPressEvent(event);
}

void MessageBodyView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        setZoom(m_zoom * (event->angleDelta().y() > 0 ? 1.1 : 1 / 1.1));
        event->accept();
        return;
    }
    QTextBrowser::wheelEvent(event);
}

void MessageBodyView::contextMenuEvent(QContextMenuEvent *event)
{
    const QString anchor = anchorAt(event->pos());
    std::unique_ptr<QMenu> menu(new QMenu(this));
    QAction *copy = menu->addAction(icon(QStringLiteral("edit-copy")), tr("&Copy"), this, &QTextEdit::copy);
    copy->setEnabled(textCursor().hasSelection());
    if (!anchor.isEmpty() && !anchor.startsWith(QLatin1String("postrider"))) {
        menu->addAction(tr("&Open Link"), this, [this, anchor] { anchorFollowed(QUrl(anchor)); });
        menu->addAction(tr("Copy &Link"), this, [this, anchor] {
            auto *data = new QMimeData;
            data->setText(anchor);
            QGuiApplication::clipboard()->setMimeData(data);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Select &All"), this, &QTextEdit::selectAll);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu.release()->popup(event->globalPos());
}

void MessageBodyView::anchorFollowed(const QUrl &url)
{
    const QString text = url.toString();
    const auto behind = [&text](const char *anchor) { return text.mid(qsizetype(qstrlen(anchor))); };
    if (text.startsWith(QLatin1String(bodyanchor::fold))) {
        const qsizetype run = behind(bodyanchor::fold).toLongLong();
        if (!m_toggled.remove(run))
            m_toggled.insert(run);
        // Not from inside the click: the document that it happened in is built anew.
        QMetaObject::invokeMethod(this, &MessageBodyView::rebuild, Qt::QueuedConnection);
    } else if (text.startsWith(QLatin1String(bodyanchor::showAll))) {
        QMetaObject::invokeMethod(this, &MessageBodyView::showAll, Qt::QueuedConnection);
    } else if (text.startsWith(QLatin1String(bodyanchor::load))) {
        Q_EMIT sectionWanted(behind(bodyanchor::load).toLatin1());
    } else if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https") ||
               url.scheme() == QLatin1String("mailto")) {
        Q_EMIT linkActivated(url);
    }
}

} // namespace ui
