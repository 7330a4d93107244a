// The list of a million messages: model and view together, as the window has them, without a server.
#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/models/messagelistmodel.h"
#include "ui/views/messagelistview.h"

#include <QApplication>
#include <QImage>
#include <QScrollBar>
#include <benchmark/benchmark.h>
#include <random>

namespace
{

const imap::MailboxName inbox{QStringLiteral("INBOX")};

/// A window's list on a folder of so many messages.
struct Shown {
    test::FakeAccount account;
    ui::MessageListModel model;
    ui::MessageListView view;

    explicit Shown(quint32 total)
    {
        account.serve(
            inbox, total, [](quint32 uid) { return test::fakeMessage(uid); }, 50);
        view.resize(600, 900);
        view.setModel(&model);
        view.show();
        open();
    }
    void open()
    {
        ui::MessageListModel::Opening opening;
        opening.folder = inbox;
        model.open(&account, opening);
        settle();
    }
    void settle()
    {
        QApplication::processEvents();
        view.grab();
    }
};

void openFolder(benchmark::State &state)
{
    Shown shown{quint32(state.range(0))};
    for (auto _ : state) {
        shown.model.close();
        shown.open();
    }
}
BENCHMARK(openFolder)->Arg(1000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void newMessage(benchmark::State &state)
{
    Shown shown{quint32(state.range(0))};
    for (auto _ : state) {
        shown.account.deliver(inbox, 1);
        shown.settle();
    }
}
BENCHMARK(newMessage)->Arg(1000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

/// To a place where nobody was, and its contents come.
void jump(benchmark::State &state)
{
    Shown shown{quint32(state.range(0))};
    QScrollBar *bar = shown.view.verticalScrollBar();
    std::mt19937 random(1);
    for (auto _ : state) {
        bar->setValue(int(random() % quint32(qMax(1, bar->maximum()))));
        shown.settle();
    }
}
BENCHMARK(jump)->Arg(1000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

/// By a turn of the wheel, where everything is known.
void scroll(benchmark::State &state)
{
    Shown shown{quint32(state.range(0))};
    QScrollBar *bar = shown.view.verticalScrollBar();
    int way = 1;
    for (auto _ : state) {
        bar->setValue(bar->value() + 60 * way);
        shown.settle();
        if (bar->value() > 10'000 || bar->value() == 0)
            way = -way;
    }
}
BENCHMARK(scroll)->Arg(1000)->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
