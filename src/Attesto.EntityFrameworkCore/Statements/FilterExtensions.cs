namespace Attesto.EntityFrameworkCore;

/// <summary>The rows that a <see cref="GrantFilter"/> means.</summary>
internal static class FilterExtensions
{
    /// <summary>Keeps the rows that the filter means.</summary>
    /// <exception cref="InvalidOperationException">The filter names nothing.</exception>
    public static IQueryable<TRow> Matching<TRow>(this IQueryable<TRow> rows, GrantFilter filter)
        where TRow : AuthorizationColumns
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter.ThrowIfEmpty();
        if (filter.Subject is { } subject)
        {
            var key = LookupKey.Of(subject);
            rows = rows.Where(row => row.Subject == subject && row.SubjectKey == key);
        }

        if (filter.SessionId is { } session)
        {
            var key = LookupKey.Of(session);
            rows = rows.Where(row => row.SessionKey == key && row.SessionId == session);
        }

        if (filter.ClientId is { } client)
        {
            var key = LookupKey.Of(client);
            rows = rows.Where(row => row.ClientKey == key && row.ClientId == client);
        }

        return rows;
    }
}
