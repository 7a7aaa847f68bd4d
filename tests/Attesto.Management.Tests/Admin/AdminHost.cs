using HostNamespace;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PoliciesNamespace;

namespace Attesto.Management.Tests;

/// <summary>What <c>dotnet new attesto-host --admin</c> emits, in this process, where it listens on a port of its own. <c>root</c> may look after it.</summary>
internal sealed class AdminHost : WebApplicationFactory<AttestoSetup>
{
    public const string Administrator = "root";
    public const string Person = "alice";
    public const string Password = "wonderland";

    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-admin-").FullName;

    private readonly bool _isDecided;

    private AdminHost(bool isDecided)
    {
        _isDecided = isDecided;
        UseKestrel(0);
    }

    public string Address => ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);

    /// <summary>Starts it.</summary>
    /// <param name="isDecided">False leaves the policy as it is emitted.</param>
    public static AdminHost Start(bool isDecided = true)
    {
        var host = new AdminHost(isDecided);
        File.Copy(MigratedDatabase.File, Path.Combine(host._folder, "test.db"));
        host.StartServer();
        return host;
    }

    /// <summary>Does something with the services of the host.</summary>
    public async Task<T> WithAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Development")
        .UseContentRoot(_folder)
        .UseWebRoot(Path.Combine(AppContext.BaseDirectory, "wwwroot"))
        .UseSetting("ConnectionStrings:Attesto", $"Data Source={Path.Combine(_folder, "test.db")}")
        .UseSetting("Attesto:Outbound:AllowLoopback", "true")
        .ConfigureLogging(logging => logging.ClearProviders())
        .ConfigureTestServices(services =>
        {
            services.AddScoped<IAccounts, People>();
            services.AddAttesto().UseKeyRotation();
            services.PostConfigure<AttestoOptions>(options => options.KeyRotation.Algorithms = ["ES256"]); // RSA keys take seconds to make
            if (_isDecided)
            {
                services.PostConfigure<AuthorizationOptions>(options => options.AddPolicy(
                    AttestoAdminServiceCollectionExtensions.AttestoAdminPolicy, policy => policy.RequireClaim("sub", Administrator)));
            }
        });

    private sealed class People : IAccounts
    {
        public ValueTask<Account?> CheckPasswordAsync(string username, string password, CancellationToken cancellationToken) =>
            ValueTask.FromResult(username is Administrator or Person && password is Password ? new Account(username, username) : null);
    }
}
