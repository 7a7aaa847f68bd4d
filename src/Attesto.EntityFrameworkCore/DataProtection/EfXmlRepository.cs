using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.EntityFrameworkCore;

/// <summary>Data-protection keys in the host's database: every node shares them and a deploy loses none.</summary>
internal sealed class EfXmlRepository<TContext>(IServiceScopeFactory scopes) : IXmlRepository
    where TContext : DbContext
{
    // What this node knew when it was asked last.
    private volatile string _known = "";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        try
        {
            using var scope = scopes.CreateScope();
            var context = HostContext<TContext>.Of(scope.ServiceProvider);
            var rows = context.Set<DataProtectionKeyRow>().AsNoTracking().ToList();
            _known = string.Join('\n', rows.Select(row => row.Hash.Value).Order(StringComparer.Ordinal));
            return [.. rows.Select(row => XElement.Parse(row.Xml))];
        }
        catch (Exception fault)
        {
            Outage.Note(fault); // who asks will take it for a key that does not exist
            throw;
        }
    }

    // Of the nodes that miss a key at the same moment one makes it: a new key takes the place after those that were known, and there is one such place. The key
    // manager reads again after it, so the others find the first one's. A revocation takes a place of its own and is never lost.
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var xml = element.ToString(SaveOptions.DisableFormatting);
        var place = TokenHash.Of(element.Name.LocalName is "key" ? $"after {_known}" : xml);
        using var scope = scopes.CreateScope();
        var context = HostContext<TContext>.Of(scope.ServiceProvider);
        var row = new DataProtectionKeyRow { Hash = place, FriendlyName = friendlyName, Xml = xml };
        context.TryInsertAsync(row, CancellationToken.None).GetAwaiter().GetResult(); // the interface has no asynchronous form
    }
}
