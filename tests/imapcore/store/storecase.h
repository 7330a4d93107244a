#pragma once

#include "store/store.h"

#include <QTemporaryDir>
#include <memory>

/// A store in a directory of its own for each test, with a clock that stands until it is set on.
class StoreCase
{
protected:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<imap::store::Store> m_store;
    qint64 m_now = 0;

    void begin()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_now = 1'700'000'000'000;
        reopen();
    }
    void reopen()
    {
        m_store.reset();
        m_store = imap::store::Store::open(m_directory->path(), [this] { return m_now; });
    }
    void end()
    {
        m_store.reset();
        m_directory.reset();
    }
};
