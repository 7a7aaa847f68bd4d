using Attesto.Lab;
using Attesto.Lab.Data;

LabFile lab;
LabArguments arguments;
WebApplication app;
try
{
    arguments = LabArguments.Parse(args);
    if (arguments.ListsOptions)
    {
        Console.WriteLine(OptionCatalogue.ToJson());
        return 0;
    }

    lab = LabReader.Read(arguments.Lab);
    app = Build();
    await Database.MigrateAsync(app.Services);
    await app.StartAsync();
}
catch (Exception fault)
{
    // Whatever is wrong with the file, the options, the certificate or the database: one line, and a tester's script sees it.
    await Console.Error.WriteLineAsync($"Attesto.Lab: {LabFault.OneLine(fault)}");
    return 1;
}

Console.WriteLine($"Attesto.Lab ready on {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
return 0;

WebApplication Build()
{
    // Development unless the environment says otherwise, wherever the lab is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Development,
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.Configuration.AddInMemoryCollection(LabConfiguration.Of(lab, arguments.FirstUrl));
    builder.WebHost.ConfigureKestrel(kestrel => LabListeners.Listen(kestrel, arguments, lab));
    builder.Services.AddSingleton(lab);
    builder.Services.AddControllersWithViews();
    AttestoSetup.Configure(builder.Services, lab);

    var host = builder.Build();
    host.UseAuthentication();
    host.UseAuthorization();
    host.MapControllers();
    host.MapLabApis(lab);
    return host;
}
