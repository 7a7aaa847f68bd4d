using System.Security.Cryptography;
#if (isFapi)
using Attesto.AspNetCore;
#endif
#if (hasContext)
using Microsoft.AspNetCore.Hosting;
#else
using HostNamespace.Data;
using Microsoft.AspNetCore.Hosting;
#endif
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
#if (hasPeople && !noPages)
using Microsoft.Extensions.DependencyInjection.Extensions;
#endif
using Microsoft.Extensions.Hosting;
#if (hasPeople && !noPages)
using Microsoft.AspNetCore.Identity;
#endif

namespace HostNamespace.Tests;

/// <summary>The host in this process, without a port, with a database and a key of its own.</summary>
internal sealed class TestHost(string environment) : WebApplicationFactory<AttestoSetup>
{
    public const string Address = "https://auth.example.com";

    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-host-").FullName;

    public HttpClient Open() => CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri(Address), AllowAutoRedirect = false });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var key = Path.Combine(_folder, "es256.pem");
        using (var made = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            File.WriteAllText(key, made.ExportPkcs8PrivateKeyPem());
        }

        builder.UseEnvironment(environment);
        builder.UseSetting("Attesto:Issuer", Address);
        builder.UseSetting("Attesto:Audience", "https://api.example.com");
        builder.UseSetting("Attesto:Database:KeysAtRest", "Plain");
        builder.UseSetting("SigningKeys:0", key);
#if (hasContext)
        // The database is the one that AttestoDbContext has in Development.
#elif (useSqlServer || usePostgres)
        builder.UseSetting("ConnectionStrings:Attesto", Environment.GetEnvironmentVariable("ATTESTO_TESTS_DATABASE") ?? LocalDatabase);
#else
        builder.UseSetting("ConnectionStrings:Attesto", $"Data Source={Path.Combine(_folder, "attesto.db")};Pooling=false");
#endif
        builder.ConfigureTestServices(services =>
        {
            services.AddHostedService<Migration>();
#if (isFapi)
            new AttestoBuilder(services).UseClients((id, _) => ValueTask.FromResult(id == Given.ClientId ? Application.Registration : null));
#endif
#if (hasPeople && !noPages)
            services.TryAddScoped<IEmailSender<ApplicationUser>, NoMail>(); // Production demands one
#endif
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

#if (!hasContext && useSqlServer)
    private const string LocalDatabase =
        "Server=localhost;Database=attesto_tests;User ID=sa;Password=Attesto-development-1;TrustServerCertificate=true;Connect Timeout=5";

#elif (!hasContext && usePostgres)
    private const string LocalDatabase = "Host=localhost;Database=attesto_tests;Timeout=5";

#endif
    /// <summary>Makes the tables before anything else starts.</summary>
    private sealed class Migration(IServiceScopeFactory scopes) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<AttestoDbContext>().Database.MigrateAsync(cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
#if (hasPeople && !noPages)

    private sealed class NoMail : IEmailSender<ApplicationUser>
    {
        public Task SendConfirmationLinkAsync(ApplicationUser user, string email, string confirmationLink) => Task.CompletedTask;

        public Task SendPasswordResetLinkAsync(ApplicationUser user, string email, string resetLink) => Task.CompletedTask;

        public Task SendPasswordResetCodeAsync(ApplicationUser user, string email, string resetCode) => Task.CompletedTask;
    }
#endif
}
