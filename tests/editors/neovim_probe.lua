-- Opens a file in Neovim as a user would, takes the hover at the first diagnostic, applies the quick fix that is not the
-- last resort of allowing the problem, waits for the diagnostic to go, and prints what it saw as JSON.
--
--   nvim --headless -u NONE -i NONE -l neovim_probe.lua FILE COMMAND...
local file = arg[1]
local command = vim.list_slice(arg, 2)
local seen = { version = tostring(vim.version()) }
local modern = vim.fn.has('nvim-0.11') == 1
local patience = 30000

local function fail(reason)
  io.stderr:write(reason .. '\n')
  vim.cmd('cquit 1')
end

vim.cmd('filetype on')
local configuration = { name = 'stackproof', cmd = command, root_dir = vim.fs.dirname(file) }
if modern then
  vim.lsp.config('stackproof', vim.tbl_extend('force', configuration, { filetypes = { 'typescript', 'python' } }))
  vim.lsp.enable('stackproof')
else
  vim.api.nvim_create_autocmd('FileType', {
    pattern = { 'typescript', 'python' },
    callback = function() vim.lsp.start(configuration) end,
  })
end
vim.cmd.edit(vim.fn.fnameescape(file))

local buffer = vim.api.nvim_get_current_buf()
local function diagnostics() return vim.diagnostic.get(buffer) end
if not vim.wait(patience, function() return #diagnostics() > 0 end, 20) then fail('no diagnostics') end
seen.diagnostics = vim.tbl_map(function(d)
  return {
    code = d.code,
    source = d.source,
    text = vim.api.nvim_buf_get_text(buffer, d.lnum, d.col, d.end_lnum, d.end_col, {})[1],
  }
end, diagnostics())

local client = vim.lsp.get_clients({ bufnr = buffer })[1]
seen.encoding = client.offset_encoding
local first = diagnostics()[1]
vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
local position = vim.lsp.util.make_position_params(0, client.offset_encoding)
local answer
if modern then
  answer = client:request_sync('textDocument/hover', position, patience, buffer)
else
  answer = client.request_sync('textDocument/hover', position, patience, buffer)
end
seen.hover = answer and answer.result and answer.result.contents.value

-- What could stand in place of a value that AWS limits.
local found = vim.fn.searchpos("type: '", 'cnwe')
local at = vim.tbl_extend('force', position, { position = { line = found[1] - 1, character = found[2] } })
local request = modern and function(...) return client:request_sync(...) end or client.request_sync
local offered = request('textDocument/completion', at, patience, buffer)
seen.offered = vim.tbl_map(function(item) return item.label end, offered.result.items or offered.result)

local before = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action)
    local wanted = action.kind == 'quickfix' and not vim.startswith(action.title, 'Allow') and not seen.fix
    if wanted then seen.fix = action.title end
    return wanted
  end,
})
local function text() return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end
if not vim.wait(patience, function() return text() ~= before end, 20) then fail('the fix was not applied') end
seen.text = text()
local count = #seen.diagnostics
if not vim.wait(patience, function() return #diagnostics() < count end, 20) then fail('the diagnostic stayed') end
seen.after = #diagnostics()
io.stdout:write(vim.json.encode(seen) .. '\n')

local id = client.id
if modern then client:stop() else client.stop() end
vim.wait(5000, function() return vim.lsp.get_client_by_id(id) == nil end, 20)
vim.cmd('qall!')
