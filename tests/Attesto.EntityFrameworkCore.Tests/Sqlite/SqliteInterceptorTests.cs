using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class SqliteInterceptorTests
{
    [Test]
    public void Sqlite_has_them_whichever_is_registered_first([Values] bool storesFirst) => Assert.That(
        InterceptorsOf(options => options.UseSqlite("Data Source=unused.db"), storesFirst), Is.SupersetOf(new object[] { SqliteWaits.Interceptor, SqliteFile.Interceptor }));

    [Test]
    public void Another_database_does_not_pay_for_them() => Assert.That(
        InterceptorsOf(options => options.UseSqlServer("Server=unused"), storesFirst: false), Is.Empty);

    private static object[] InterceptorsOf(Action<DbContextOptionsBuilder> database, bool storesFirst)
    {
        var services = new ServiceCollection().AddLogging();
        if (storesFirst)
        {
            services.AddAttestoEntityFrameworkStores<AttestoDbContext>().AddDbContext<AttestoDbContext>(database);
        }
        else
        {
            services.AddDbContext<AttestoDbContext>(database).AddAttestoEntityFrameworkStores<AttestoDbContext>();
        }

        using var provider = services.BuildServiceProvider();
        return [.. provider.GetRequiredService<DbContextOptions<AttestoDbContext>>().FindExtension<CoreOptionsExtension>()?.Interceptors ?? []];
    }
}
