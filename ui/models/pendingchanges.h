#pragma once

#include "account/events.h"

#include <QMap>
#include <algorithm>
#include <optional>

namespace ui
{

/// Values by name as a server tells them, and over them what a person changes, until the server has confirmed
/// or refused it. A change without a value takes the name away. No signals.
template <class Value>
class PendingChanges
{
public:
    using Values = QMap<QByteArray, Value>;
    struct Change {
        QByteArray name;
        std::optional<Value> value;
        bool operator==(const Change &) const = default;
    };
    /// What an entry of the journal turned out to be.
    struct Taken {
        bool own = false;   ///< what want() waited for
        bool known = false; ///< shown already: own, or told of before
    };

    void setTold(Values told) { m_told = std::move(told); }
    /// Shown from now on, although it is not in the journal yet.
    void want(const Change &change) { m_wanted.insert(change.name, change.value); }
    /// Changes that the journal never told of.
    void forgetWanted() { m_wanted.clear(); }

    Taken take(quint64 operation, imap::OperationState state, const Change &change)
    {
        Taken taken;
        const auto wanted = m_wanted.constFind(change.name);
        taken.own = wanted != m_wanted.constEnd() && *wanted == change.value;
        if (taken.own)
            m_wanted.erase(wanted);
        taken.known = m_underWay.remove(operation) > 0 || taken.own;
        if (state == imap::OperationState::Waiting || state == imap::OperationState::Running)
            m_underWay.insert(operation, change);
        else if (state == imap::OperationState::Done && taken.known)
            put(m_told, change.name, change.value);
        return taken;
    }

    bool isUnderWay(const QByteArray &name) const
    {
        return m_wanted.contains(name) ||
               std::any_of(m_underWay.begin(), m_underWay.end(),
                           [&name](const Change &change) { return change.name == name; });
    }
    Values shown() const
    {
        Values shown = m_told;
        for (const Change &change : m_underWay)
            put(shown, change.name, change.value);
        for (auto wanted = m_wanted.constBegin(); wanted != m_wanted.constEnd(); ++wanted)
            put(shown, wanted.key(), wanted.value());
        return shown;
    }

private:
    static void put(Values &values, const QByteArray &name, const std::optional<Value> &value)
    {
        if (value)
            values.insert(name, *value);
        else
            values.remove(name);
    }

    Values m_told;
    QMap<quint64, Change> m_underWay; ///< by the journal's number
    QMap<QByteArray, std::optional<Value>> m_wanted;
};

} // namespace ui
