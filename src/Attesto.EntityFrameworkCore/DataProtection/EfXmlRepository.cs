using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.EntityFrameworkCore;

/// <summary>Data-protection keys in the host's database: every node shares them and a deploy loses none.</summary>
internal sealed class EfXmlRepository<TContext>(IServiceScopeFactory scopes) : IXmlRepository
    where TContext : DbContext
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        return [.. context.Set<DataProtectionKeyRow>().AsNoTracking().Select(row => row.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        var xml = element.ToString(SaveOptions.DisableFormatting);
        context.Add(new DataProtectionKeyRow { Hash = TokenHash.Of(xml), FriendlyName = friendlyName, Xml = xml });
        context.SaveChanges();
    }
}
