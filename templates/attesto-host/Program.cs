var builder = WebApplication.CreateBuilder(args);
builder.Services.AddControllersWithViews(); // AttestoSetup.cs has added the rest already

var app = builder.Build();
if (!app.Environment.IsDevelopment())
{
    app.UseHsts();
}

app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.Run();
