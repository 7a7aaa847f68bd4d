namespace Attesto.Templates;

/// <summary>A host as people have it.</summary>
/// <param name="Name">Its project.</param>
/// <param name="Made">How <c>dotnet new</c> makes it.</param>
/// <param name="Probes">What it answers, before and after.</param>
public sealed record HostKind(string Name, string[] Made, (string Path, int Status, string Text)[] Probes)
{
    private const string CookieHost = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication().AddCookie("Shop");
        builder.Services.AddAuthorization(FALLBACK);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", () => "shop").AllowAnonymous();
        app.MapGet("/orders", () => "orders").RequireAuthorization();
        app.MapGet("/other", () => "other");
        app.Run();
        """;

    private const string OwnContext = """
        namespace Shop;

        public sealed class ShopContext : Microsoft.EntityFrameworkCore.DbContext
        {
        }
        """;

    private const string StartupHost = """
        namespace Shop.Classic;

        public class Program
        {
            public static void Main(string[] args) =>
                Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        }

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddControllersWithViews();

            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseAuthorization();
                app.UseEndpoints(endpoints => endpoints.MapGet("/", () => "classic"));
            }
        }
        """;

    /// <summary>What its owner has done to it since.</summary>
    public Action<string>? Change { get; init; }

    public string[] Options { get; init; } = [];

    /// <summary>What there is to get wrong.</summary>
    public required string Difficulty { get; init; }

    public bool Https { get; init; }

    /// <summary>Its owner applies the migrations with <c>dotnet ef</c>, as ATTESTO.md says; the others without a tool.</summary>
    public bool HasTool { get; init; }

    /// <summary>In the set that shows every kind of difficulty once.</summary>
    public bool IsCovering { get; init; }

    public static IReadOnlyList<HostKind> Every { get; } =
    [
        new("Shop.Mvc", ["mvc"], [("/", 200, "Welcome")]) { Difficulty = "an https and an http address: the issuer is the https one", Https = true, IsCovering = true },
        new("Shop.Minimal", ["web"], [("/", 200, "Hello World!")]) { Difficulty = "no controllers, views or mapping" },
        new("2nd-shop.razor", ["razor"], [("/", 200, "Welcome"), ("/Privacy", 200, "Privacy")])
        {
            Difficulty = "`Pages` is a namespace there; a name that is no identifier",
            IsCovering = true,
        },
        new("Shop.Blazor", ["blazor"], [("/", 200, "Hello, world!"), ("/nowhere", 404, "")])
        {
            Difficulty = "its own antiforgery and pages for errors",
            Https = true,
            IsCovering = true,
        },
        new("Shop.Api", ["webapi", "--use-controllers", "--no-openapi"], [("/weatherforecast", 200, "temperatureC")])
        {
            Difficulty = "controllers without views; central package management",
            Change = Centrally,
            IsCovering = true,
        },
        new("Shop.Cookie", ["web"], [("/", 200, "shop"), ("/orders", 302, "/Account/Login"), ("/other", 200, "other")])
        {
            Difficulty = "one cookie scheme, which stays the default, and a page that wants it",
            Change = folder => Write(folder, "Program.cs", CookieHost.Replace("FALLBACK", "", StringComparison.Ordinal)),
        },
        new("Shop.Fallback", ["web"], [("/", 200, "shop"), ("/orders", 302, "/Account/Login"), ("/other", 302, "/Account/Login")])
        {
            Difficulty = "a fallback policy and its own login; a second `DbContext`, with `dotnet ef`",
            Change = folder =>
            {
                Write(folder, "Program.cs", CookieHost.Replace("FALLBACK", "options => options.FallbackPolicy = options.DefaultPolicy", StringComparison.Ordinal));
                Write(folder, "ShopContext.cs", OwnContext); // a second one: dotnet ef asks which
            },
            IsCovering = true,
            HasTool = true,
        },
        new("Shop.Strict", ["web"], [("/", 200, "strict")])
        {
            Difficulty = "no implicit usings, no nullable, warnings as errors, `AnalysisMode` All; with the pages for administrators",
            Change = Strictly,
            Options = ["--admin"],
            IsCovering = true,
        },
        new("Shop.Classic", ["web"], [("/", 200, "classic")]) { Difficulty = "a `Startup` class", Change = folder => Write(folder, "Program.cs", StartupHost) },
    ];

    private static void Write(string folder, string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);

    // Everything that a compiler can be asked to demand, and nothing that it gives by itself.
    private static void Strictly(string folder)
    {
        Write(folder, "Program.cs", """
            using Microsoft.AspNetCore.Builder;

            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.MapGet("/", () => "strict");
            app.Run();
            """);
        var project = Directory.GetFiles(folder, "*.csproj").Single();
        File.WriteAllText(project, File.ReadAllText(project)
            .Replace("<Nullable>enable</Nullable>", "<Nullable>disable</Nullable>", StringComparison.Ordinal)
            .Replace("<ImplicitUsings>enable</ImplicitUsings>",
                "<ImplicitUsings>disable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors><AnalysisMode>All</AnalysisMode>", StringComparison.Ordinal));
    }

    // Central package management of a repository that had no package yet.
    private static void Centrally(string folder) => Write(folder, "Directory.Packages.props", """
        <Project>
          <PropertyGroup>
            <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
          </PropertyGroup>
        </Project>
        """);
}
